import { setTimeout } from 'node:timers/promises';
import { TransientError, urlError } from './response-errors.js';

/** How often and how soon to try again. */
export interface RetryPolicy {
  /** Attempts in all, before giving up. */
  readonly attempts: number;
  /** The wait before the second attempt, in milliseconds; it doubles each time. */
  readonly delayMs: number;
}

/** A server may ask for hours; then it is better to fail, and be run again by whoever knows. */
const MAX_WAIT_MS = 60_000;

/**
 * Counts failures in a row, and waits between them. The count begins anew with `succeeded`: a download that gets on may
 * break off any number of times.
 */
export class Retrying {
  readonly #policy: RetryPolicy;
  #failures = 0;

  constructor(policy: RetryPolicy) {
    this.#policy = policy;
  }

  /** Something was received. */
  succeeded(): void {
    this.#failures = 0;
  }

  /**
   * Waits until the next attempt is due.
   *
   * @param error - Why the last one failed.
   * @throws The error, when it is not transient; SluiceError SOURCE_UNREADABLE when it was the last attempt.
   */
  async wait(name: string, error: unknown, signal: AbortSignal): Promise<void> {
    if (!(error instanceof TransientError)) throw error;
    this.#failures++;
    const { attempts, delayMs } = this.#policy;
    const wait = error.retryAfterMs ?? delayMs * 2 ** (this.#failures - 1) * (0.75 + Math.random() / 2);
    if (this.#failures >= attempts || wait > MAX_WAIT_MS) {
      const tries = this.#failures === 1 ? '' : `, ${this.#failures} times in a row`;
      throw urlError(name, `${error.message}${tries}`, 'Check the address and the network, or try again later.', error);
    }
    await setTimeout(wait, undefined, { signal }).catch(() => {
      throw signal.reason;
    });
  }
}
