import { isUnchanged } from '../../schema/transform/is-unchanged.js';
import type { TransformPlan } from '../../schema/transform/transform-plan.js';
import type { ProgramResources } from '../../transforms/record/program-resources.js';
import { memberName } from '../../transforms/record/shape/shape-names.js';
import { columnLabels } from './agreed-columns.js';
import { codeOutputs } from './code-names.js';
import { fieldFinder, type SourceFinder } from './field-finder.js';
import { readThrough } from './read-through.js';
import type { FoundKey, RecordSource } from './record-source.js';
import { shapedKeys, shapedNames } from './shaped-keys.js';
import { transformedNames } from './transformed-names.js';
import type { Transformed } from './transformed-parts.js';

/**
 * The records of a source as a pipeline makes them: it has the names of its columns afterwards, and its readings do what
 * the plan says.
 *
 * @param resources - Must be complete when records are read.
 * @throws SluiceError COLUMN_MISMATCH when the plan names a field that the source does not have.
 */
export function transformed(source: RecordSource, plan: TransformPlan, resources: ProgramResources): RecordSource {
  const finder = fieldFinder(source, plan);
  const before = namesBeforeCode(source, plan, finder);
  const names = plan.code === null ? before : codeOutputs(plan.code, before ?? []);
  const about: Transformed = { source, plan, finder, before, resources };
  return {
    ...source,
    before: source,
    names,
    width: names?.length ?? source.width,
    brings: (name) =>
      source.brings(name) ||
      (plan.others === 'keep' && memberName(name, plan.shape, (field) => finder.isKnown(field)) !== null),
    mayExpand: source.mayExpand || plan.code !== null || plan.shape.some(({ kind }) => kind === 'explode'),
    findKeys: findsKeys(about) ? async (signal) => keysOf(await shapedKeys(about, signal), about) : null,
    over: (copy) => transformed(source.over(copy), plan, resources),
    // The names afterwards say nothing of the keys before: those are found anew when they are needed.
    knowing: (keys) => ({
      ...transformed(source, plan, resources),
      names: keys.map(({ name }) => name),
      width: keys.length,
    }),
    records: (layout, start) => readThrough(about, layout, { start }),
  };
}

/** Fields without a name go by their places. They all have one as soon as a column or code has one, which no table goes without. */
function namesBeforeCode(source: RecordSource, plan: TransformPlan, finder: SourceFinder): readonly string[] | null {
  const isByPlace = source.names === null && plan.code === null && plan.columns.length === 0;
  const own = isByPlace ? null : columnLabels(source);
  return transformedNames(shapedNames(own, plan.shape), plan, finder);
}

/** Whether its records must be read to know all of their keys. */
function findsKeys({ source, plan }: Transformed): boolean {
  return source.findKeys !== null || plan.shape.some(({ kind }) => kind === 'flatten');
}

/** The keys afterwards: what a column is made from tells what it is, as far as nothing is done to it. */
function keysOf(found: readonly FoundKey[], { plan, finder }: Transformed): FoundKey[] {
  const types = new Map(found.map(({ name, types: seen }) => [name, seen]));
  const before = found.map(({ name }) => name);
  // Steps that give records another shape have changed the places.
  const places = plan.shape.length === 0 ? finder : { ...finder, find: (name: string) => before.indexOf(name) };
  const names = transformedNames(before, plan, places) ?? [];
  if (plan.code !== null) return codeOutputs(plan.code, names).map((name) => ({ name, types: 0 }));
  const origins = new Map(plan.columns.map((column) => [column.name, column]));
  return names.map((name) => {
    const column = origins.get(name);
    if (column === undefined) return { name, types: types.get(name) ?? 0 };
    const source = isUnchanged(column) ? finder.sourceOf(column) : null;
    return { name, types: source?.path === null ? (types.get(source.field) ?? 0) : 0 };
  });
}
