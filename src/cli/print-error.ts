import { printable } from '../errors/printable.js';
import { renderError } from '../errors/render-error.js';
import { SluiceError } from '../errors/sluice-error.js';
import type { Io } from './io.js';

/** Prints an error for a person: what happened, its code, and what to do next. Never a stack trace. */
export function printError(error: SluiceError, { stderr }: Pick<Io, 'stderr'>): void {
  stderr.write(`${renderError(error)}\n`);
}

/** Gives an error that nobody expected its place in the catalogue. */
export function toSluiceError(error: unknown, signal: AbortSignal): SluiceError {
  if (error instanceof SluiceError) return error;
  if (signal.aborted && signal.reason instanceof SluiceError) return signal.reason;
  const message = printable(error instanceof Error ? error.message : String(error), 300);
  return new SluiceError('INTERNAL', `Unexpected: ${message}`, {
    hint: 'This is a fault in Sluice. Please report it; SLUICE_DEBUG=1 prints where it happened.',
    cause: error,
  });
}
