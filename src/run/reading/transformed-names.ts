import type { ColumnPlan } from '../../schema/transform/column-plan.js';
import type { TransformPlan } from '../../schema/transform/transform-plan.js';
import type { FieldFinder } from './field-finder.js';

/**
 * The names of a source's columns after a plan. Columns keep their places; one that is made from a field of another name
 * takes that field's, and the rest comes last. Where other fields are dropped, the order is the plan's.
 *
 * @param names - Those before it; null when columns are known by their places.
 * @returns Null when they still are.
 */
export function transformedNames(
  names: readonly string[] | null,
  { columns, others }: TransformPlan,
  finder: FieldFinder,
): readonly string[] | null {
  if (others === 'drop') return columns.map(({ name }) => name);
  if (columns.length === 0) return names;
  const before = names ?? [];
  const listed = new Set(columns.map(({ name }) => name));
  const replaced = new Map<string, string[]>();
  const last: string[] = [];
  for (const column of columns) {
    if (before.includes(column.name)) continue;
    const origin = before[placeOf(column, finder)] as string | undefined;
    if (origin === undefined || listed.has(origin)) last.push(column.name);
    else replaced.set(origin, [...(replaced.get(origin) ?? []), column.name]);
  }
  return [...before.flatMap((name) => replaced.get(name) ?? [name]), ...last];
}

/** The place of the field that a column takes the place of; -1: there is none. What is a part of a field leaves it where it is. */
function placeOf(column: ColumnPlan, finder: FieldFinder): number {
  const source = finder.sourceOf(column);
  return source?.path === null ? (finder.find(source.field) ?? -1) : -1;
}
