import { catalogue, type ErrorCode } from './catalogue.js';

/** What an error is made of, besides its code. */
export interface ErrorDetails {
  /** What to do next, as one or two plain sentences; may name flags. */
  readonly hint?: string;
  /** The error that led here; never shown to the user, kept for the log. */
  readonly cause?: unknown;
}

/**
 * The one error class. It is for what stops a run; the faults of single records are data. The message says what
 * happened, to what and where, in one sentence, without secrets and without control characters.
 */
export class SluiceError extends Error {
  override readonly name = 'SluiceError';
  /** The catalogue's code. */
  readonly code: ErrorCode;
  /** What to do next, or null. */
  readonly hint: string | null;

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = code;
    this.hint = details.hint ?? null;
  }

  /** The exit code that the process ends with. */
  get exitCode(): number {
    return catalogue[this.code].exitCode;
  }
}
