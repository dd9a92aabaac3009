import { z } from 'zod';
import { printable } from '../errors/printable.js';

/**
 * Refuses the value of a flag.
 *
 * @param expected - What the flag takes, to follow `takes`.
 */
export function refuse(context: z.core.$RefinementCtx, given: string, expected: string): never {
  context.addIssue(`takes ${expected}; "${printable(given)}" is none`);
  return z.NEVER;
}
