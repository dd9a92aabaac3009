import type { ColumnPlan } from './column-plan.js';

/** Whether nothing makes another value of what a column is made from; what must hold for it is not looked at. */
export function isUnchanged({ changes, disguises, expr }: ColumnPlan): boolean {
  return changes.length === 0 && disguises.length === 0 && expr === null;
}
