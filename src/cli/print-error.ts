import { internalError } from '../errors/internal-error.js';
import { renderError } from '../errors/render-error.js';
import { SluiceError } from '../errors/sluice-error.js';
import { traceOf } from '../errors/trace.js';
import type { Io } from '../run/io.js';

/** Prints an error for a person: what happened, its code, and what to do next. Never a stack trace, unless asked. */
export function printError(error: SluiceError, { stderr, env }: Pick<Io, 'stderr' | 'env'>): void {
  stderr.write(`${renderError(error)}\n${traceOf(error, env)}`);
}

/** The error as one of the catalogue's. */
export function toSluiceError(error: unknown, signal: AbortSignal): SluiceError {
  if (error instanceof SluiceError) return error;
  return signal.aborted && signal.reason instanceof SluiceError ? signal.reason : internalError(error);
}
