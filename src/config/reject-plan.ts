import { z } from 'zod';
import { budgetFlag, type RejectBudget } from './flag-values.js';

/** What is asked about rejects. */
export interface RejectPlan {
  readonly budget: RejectBudget;
  /** The folder for reject files, as typed. */
  readonly folder: string;
}

/** The flags about rejects, as commander hands them over. */
export const rejectFlags = {
  maxErrors: budgetFlag.default({ kind: 'count', limit: 0 }),
  rejectsDir: z.string().min(1).default('.'),
};

/** The plan that {@link rejectFlags} resolve to. */
export function rejectPlan(data: z.output<z.ZodObject<typeof rejectFlags>>): RejectPlan {
  return { budget: data.maxErrors, folder: data.rejectsDir };
}
