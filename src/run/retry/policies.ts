import {
  circuitBreaker,
  ConsecutiveBreaker,
  ExponentialBackoff,
  handleAll,
  handleWhenResult,
  retry,
  type IPolicy,
  type RetryPolicy,
} from 'cockatiel';
import type { Attempt } from './attempt.js';

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 15_000;

/**
 * Tries again, after waits that grow and never keep two clients in step.
 *
 * @param retries - How often, at most.
 * @param isWorthAnother - Of an attempt that has ended; null: the database did not answer, and there was none.
 */
export function retryPolicy(retries: number, isWorthAnother: (attempt: Attempt | null) => boolean): RetryPolicy {
  const failed = handleWhenResult((result) => isWorthAnother(result as Attempt)).orWhen(() => isWorthAnother(null));
  const backoff = new ExponentialBackoff({ initialDelay: FIRST_WAIT_MS, maxDelay: LONGEST_WAIT_MS });
  return retry(failed, { maxAttempts: retries, backoff });
}

/** Stands before a server that has failed: only a probe that succeeds lets anything through to it again. */
export function serverGate(): Pick<IPolicy, 'execute'> {
  return circuitBreaker(handleAll, { halfOpenAfter: FIRST_WAIT_MS, breaker: new ConsecutiveBreaker(1) });
}
