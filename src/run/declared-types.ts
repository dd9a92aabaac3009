import type { ColumnType } from '../schema/codecs/codec.js';
import type { TransformPlan } from '../schema/transform/transform-plan.js';

/** The types that a pipeline says its columns have in the end, by their names. What is hashed or masked is text. */
export function declaredTypes({ columns }: TransformPlan): ReadonlyMap<string, ColumnType> {
  const typed = columns.filter(({ disguises }) => disguises.length === 0);
  return new Map(typed.flatMap(({ name, type }) => (type === null ? [] : [[name, type] as const])));
}
