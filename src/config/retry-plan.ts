import { z } from 'zod';
import { secondsFlag } from './flag-values.js';
import { countFlag } from './reading-flags.js';

/** What is asked about faults of the database that may pass, and about a run's early end. */
export interface RetryPlan {
  /** How often a load is begun again at most. */
  readonly retries: number;
  /** Seconds after the start of the load from which on it is not begun again. */
  readonly timeoutSeconds: number;
  /** Seconds that the database may take to answer after an interrupt. */
  readonly shutdownSeconds: number;
}

/** How long the database may take to answer after an interrupt, in seconds, if nothing else is said. */
export const DEFAULT_SHUTDOWN_SECONDS = 10;

/** The flags about retries and the end, as commander hands them over. */
export const retryFlags = {
  retries: countFlag(0, 1000).default(5),
  retryTimeout: secondsFlag.default(300),
  shutdownTimeout: secondsFlag.default(DEFAULT_SHUTDOWN_SECONDS),
};

/** The plan that {@link retryFlags} resolve to. */
export function retryPlan(data: z.output<z.ZodObject<typeof retryFlags>>): RetryPlan {
  return { retries: data.retries, timeoutSeconds: data.retryTimeout, shutdownSeconds: data.shutdownTimeout };
}
