import { printable } from './printable.js';
import { SluiceError } from './sluice-error.js';

/** Gives an error that nobody expected its place in the catalogue: INTERNAL. */
export function internalError(error: unknown): SluiceError {
  const message = printable(error instanceof Error ? error.message : String(error), 300);
  return new SluiceError('INTERNAL', `Unexpected: ${message}`, {
    hint: 'This is a fault in Sluice. Please report it; with SLUICE_DEBUG=1 it prints where it happened.',
    cause: error,
  });
}
