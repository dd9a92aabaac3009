import type { z } from 'zod';

/**
 * Refuses a value of a pipeline file.
 *
 * @param expected - What its key takes, to follow `takes`.
 */
export function refuseForm(context: z.core.$RefinementCtx, expected: string): void {
  context.addIssue({ code: 'custom', message: `takes ${expected}`, params: { expected } });
}
