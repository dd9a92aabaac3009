import { SluiceError } from '../../errors/sluice-error.js';
import { isServerError } from '../errors.js';

/** Tells whether an error means that a later run has taken over a source, or that it was finished or given up. */
export function isLostSource(error: unknown): boolean {
  if (error instanceof SluiceError) return error.code === 'SOURCE_TAKEN' || isLostSource(error.cause);
  return isServerError(error) && error.code === LOST_SOURCE;
}

/**
 * Words the error for it.
 *
 * @param cause - What told so.
 */
export function sourceTaken(cause?: unknown): SluiceError {
  return new SluiceError('SOURCE_TAKEN', 'Another run has taken over an input that this one was loading.', {
    hint: 'What this run has committed stays, and the other one goes on from there. "sluice history" lists both.',
    cause,
  });
}

/** The SQLSTATE that `sluice.note_statement` raises; its class is one of those that PostgreSQL leaves to others. */
const LOST_SOURCE = 'SL001';
