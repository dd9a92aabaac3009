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
    const { name } = column;
    const source = finder.sourceOf(column);
    // What is a part of a field does not take its place.
    const place = before.includes(name) ? -1 : source === null || source.path !== null ? null : finder.find(source.field);
    if (place === -1) continue;
    const origin = place === null ? undefined : before[place];
    if (origin === undefined || listed.has(origin)) last.push(name);
    else replaced.set(origin, [...(replaced.get(origin) ?? []), name]);
  }
  return [...before.flatMap((name) => replaced.get(name) ?? [name]), ...last];
}
