import type { TransformPlan } from '../../schema/transform/transform-plan.js';
import { memberName } from '../../transforms/record/shape/shape-names.js';
import { fieldFinder, type FieldFinder } from './field-finder.js';
import { readThrough } from './read-through.js';
import type { FoundKey, RecordSource } from './record-source.js';
import { shapedKeys, shapedNames } from './shaped-keys.js';
import { transformedNames } from './transformed-names.js';

/**
 * The records of a source as a pipeline makes them: it has the names of its columns afterwards, and its readings do what
 * the plan says.
 *
 * @throws SluiceError COLUMN_MISMATCH when the plan names a field that the source does not have.
 */
export function transformed(source: RecordSource, plan: TransformPlan): RecordSource {
  const finder = fieldFinder(source, plan);
  const names = transformedNames(shapedNames(source.names, plan.shape), plan, finder);
  const { findKeys } = source;
  const isFlattened = plan.shape.some(({ kind }) => kind === 'flatten');
  return {
    ...source,
    before: source,
    names,
    width: names?.length ?? source.width,
    brings: (name) =>
      source.brings(name) ||
      (plan.others === 'keep' && memberName(name, plan.shape, (field) => finder.isKnown(field)) !== null),
    mayExpand: source.mayExpand || plan.code !== null || plan.shape.some(({ kind }) => kind === 'explode'),
    findKeys:
      findKeys === null && !isFlattened
        ? null
        : async (signal) => keysOf(await shapedKeys({ source, plan, finder }, signal), plan, finder),
    over: (copy) => transformed(source.over(copy), plan),
    // The names afterwards say nothing of the keys before: those are found anew when they are needed.
    knowing: (keys) => ({ ...transformed(source, plan), names: keys.map(({ name }) => name), width: keys.length }),
    records: (layout, start) => readThrough({ source, plan, finder }, layout, { start }),
  };
}

/** The keys afterwards: what a column is made from tells what it is, as far as nothing is done to it. */
function keysOf(found: readonly FoundKey[], plan: TransformPlan, finder: FieldFinder): FoundKey[] {
  const types = new Map(found.map(({ name, types: seen }) => [name, seen]));
  const before = found.map(({ name }) => name);
  // Steps that give records another shape have changed the places.
  const places = plan.shape.length === 0 ? finder : { find: (name: string) => before.indexOf(name) };
  const names = transformedNames(before, plan, places);
  const origins = new Map(plan.columns.map((column) => [column.name, column]));
  return (names ?? []).map((name) => {
    const column = origins.get(name);
    const isSame = column === undefined || (column.changes.length === 0 && column.expr === null);
    return { name, types: isSame ? (types.get(column?.from ?? name) ?? 0) : 0 };
  });
}
