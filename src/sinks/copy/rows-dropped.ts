import { SluiceError } from '../../errors/sluice-error.js';

/**
 * What to tell the user when Postgres counts fewer rows than it was given.
 *
 * @param message - The two numbers, and of what.
 * @returns COUNT_MISMATCH
 */
export function rowsDropped(message: string): SluiceError {
  return new SluiceError('COUNT_MISMATCH', message, {
    hint: 'A trigger that returns NULL, or a rule, drops rows without a word: look for one on the table. These rows were not committed.',
  });
}
