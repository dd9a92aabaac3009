import type { z } from 'zod';

/**
 * Refuses a value of a pipeline file.
 *
 * @param expected - What its key takes, to follow `takes`.
 * @param path - Where it is within what is looked at. Default: it is that itself
 */
export function refuseForm(context: z.core.$RefinementCtx, expected: string, path: string[] = []): void {
  context.addIssue({ code: 'custom', message: `takes ${expected}`, params: { expected }, path });
}
