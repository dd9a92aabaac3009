import type { TransformPlan } from '../../schema/transform/transform-plan.js';

/** The first part of a plan for which it matters which records came before, as the file calls it; null: there is none. */
export function rememberingPart({ columns, steps }: TransformPlan): string | null {
  const unique = columns.find(({ rules }) => rules.unique);
  if (unique !== undefined) return `columns.${unique.name}: unique`;
  return steps.find(({ kind }) => kind !== 'where' && kind !== 'sample')?.kind ?? null;
}
