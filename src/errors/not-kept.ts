import { tmpdir } from 'node:os';
import { printable } from './printable.js';
import { SluiceError } from './sluice-error.js';

/**
 * The error of a temporary file that can't take what has no room elsewhere.
 *
 * @param what - What was to be kept, such as `The input`.
 * @param hint - Why it is kept there, and what to do.
 * @param cause - What the system says.
 */
export function notKept(what: string, hint: string, cause: unknown): SluiceError {
  const reason = printable(cause instanceof Error ? cause.message : String(cause), 200);
  return new SluiceError('OUTPUT_FAILED', `${what} can't be kept in ${printable(tmpdir(), 200)}: ${reason}.`, {
    hint,
    cause,
  });
}
