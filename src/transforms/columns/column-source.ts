import type { ColumnPlan } from '../../schema/transform/column-plan.js';
import { jsonPath, type JsonPath } from '../../schema/transform/json-path.js';
import { expressionNames } from '../expressions/expression-names.js';

/** What an expression of a column calls the column's own value, as it is after the steps before. */
export const OWN_VALUE = 'value';

/** Where a column takes its values from. */
export interface ColumnSource {
  /** The name or the place of a field. */
  readonly field: string;
  /** Where in its JSON; null: all of it. */
  readonly path: JsonPath | null;
}

/**
 * Where a column takes its values from; null: from nowhere, since it has an expression that makes them. A field of the name
 * that `from` has comes before a path of that name.
 *
 * @param isField - Whether a field has this name, as far as that is known.
 */
export function columnSource(plan: ColumnPlan, isField: (name: string) => boolean): ColumnSource | null {
  const { name, from } = plan;
  if (from === null) return isMadeOfOwn(plan, isField) ? { field: name, path: null } : null;
  const path = isField(from) ? null : jsonPath(from, isField);
  return { field: path?.root ?? from, path };
}

/** An expression alone needs no field of the column's name, but may read it as its own value. */
function isMadeOfOwn({ name, expr, changes, disguises }: ColumnPlan, isField: (name: string) => boolean): boolean {
  if (expr === null || changes.length > 0 || disguises.length > 0) return true;
  return isField(name) && !isField(OWN_VALUE) && expressionNames(expr).includes(OWN_VALUE);
}
