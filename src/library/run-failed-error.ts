import { SluiceError } from '../errors/sluice-error.js';
import type { RunSummary } from '../report/summary.js';

/**
 * What a run rejects with that had begun and then failed: its error, and what had become of the records until then.
 * What is wrong with the options themselves is a plain {@link SluiceError}: no run has begun.
 */
export class RunFailedError extends SluiceError {
  /** How the run ended: `too_many_rejects`, `interrupted` or `failed`, with its counts, faults and reject files. */
  readonly summary: RunSummary;

  /**
   * @param summary - That of a run that failed.
   * @param cause - The error that stopped it.
   */
  constructor({ error, ...summary }: FailedSummary, cause: unknown) {
    super(error.code, error.message, { ...(error.hint === null ? {} : { hint: error.hint }), cause });
    this.summary = { ...summary, error };
  }
}

/** The summary of a run that has an error. */
export type FailedSummary = RunSummary & { readonly error: NonNullable<RunSummary['error']> };
