import type { TransformPlan } from '../../schema/transform/transform-plan.js';
import { expressionNames } from '../../transforms/expressions/expression-names.js';
import { buildProgram } from '../../transforms/record/build-program.js';
import type { ScopeField } from '../../transforms/record/scope.js';
import { RunMemory } from '../../transforms/record/steps/run-memory.js';
import { fieldFinder, type FieldFinder } from './field-finder.js';
import type { FoundKey, Layout, RecordReading, RecordSource, RecordStart, WantedColumn } from './record-source.js';
import { transformedNames } from './transformed-names.js';

/**
 * The records of a source as a pipeline makes them: it has the names of its columns afterwards, and its readings do what
 * the plan says.
 *
 * @throws SluiceError COLUMN_MISMATCH when the plan names a field that the source does not have.
 */
export function transformed(source: RecordSource, plan: TransformPlan): RecordSource {
  const finder = fieldFinder(source, plan);
  const names = transformedNames(source.names, plan, finder);
  const { findKeys } = source;
  return {
    ...source,
    before: source,
    names,
    width: names?.length ?? source.width,
    findKeys: findKeys === null ? null : async (signal) => keysOf(await findKeys(signal), plan, finder),
    over: (copy) => transformed(source.over(copy), plan),
    // The names afterwards say nothing of the keys before: those are found anew when they are needed.
    knowing: (keys) => ({ ...transformed(source, plan), names: keys.map(({ name }) => name), width: keys.length }),
    records: (layout, start) => readThrough({ source, plan, finder }, layout, start),
  };
}

interface Transformed {
  readonly source: RecordSource;
  readonly plan: TransformPlan;
  readonly finder: FieldFinder;
}

/** The keys afterwards: what a column is made from tells what it is, as far as nothing is done to it. */
function keysOf(found: readonly FoundKey[], plan: TransformPlan, finder: FieldFinder): FoundKey[] {
  const types = new Map(found.map(({ name, types: seen }) => [name, seen]));
  const names = transformedNames(
    found.map(({ name }) => name),
    plan,
    finder,
  );
  const origins = new Map(plan.columns.map((column) => [column.name, column]));
  return (names ?? []).map((name) => {
    const column = origins.get(name);
    const isSame = column === undefined || (column.changes.length === 0 && column.expr === null);
    return { name, types: isSame ? (types.get(column?.from ?? name) ?? 0) : 0 };
  });
}

async function readThrough(
  { source, plan, finder }: Transformed,
  layout: Layout,
  start: RecordStart | undefined,
): Promise<RecordReading> {
  const made = new Set(plan.columns.map(({ name }) => name));
  const used = usedFields({ source, plan, finder }, layout, made);
  const passed = layout.columns.filter(({ name }) => !made.has(name) && !used.has(name));
  const columns: WantedColumn[] = [...used.values(), ...passed];
  const { fields, width } = source.arrange({ columns });
  const isJson = source.format !== 'csv';
  const { typeOf = unknownType, typeBefore = typeOf, memory = new RunMemory() } = layout;
  const inputs = new Map<string, ScopeField>(
    columns.map(({ name, kind }, at) => [
      name,
      { slot: fields[at], type: typeBefore(name), isJson: isJson && kind === 'json' && used.has(name) },
    ]),
  );
  const plainOutputs = new Set(layout.columns.filter(({ kind }) => kind !== 'json').map(({ name }) => name));
  const { program, made: room } = buildProgram({ plan, inputs, firstFree: width, typeOf, plainOutputs, memory });
  const reading = await source.records({ columns, columnOf: keyMeanings(layout, columns, plan), room }, start);
  return {
    ...reading,
    parsed: reading.fields,
    fields: layout.columns.map(({ name }) => program.outputs.get(name)?.slot ?? fields[0]),
    // What is only passed on has the type that the records show that are left.
    types: layout.columns.map(({ name }) => (made.has(name) ? (program.outputs.get(name)?.type ?? null) : null)),
    program,
  };
}

function unknownType(): null {
  return null;
}

/** The fields that the plan reads, as the source is to bring them: of JSON as JSON text, so that types are not lost. */
function usedFields(
  { source, plan, finder }: Transformed,
  layout: Layout,
  made: ReadonlySet<string>,
): ReadonlyMap<string, WantedColumn> {
  const expressions = [
    ...plan.columns.flatMap(({ expr }) => (expr === null ? [] : [expr])),
    ...(plan.where === null ? [] : [plan.where]),
    ...plan.rules.map(({ expr }) => expr),
    ...plan.steps.flatMap((step) => (step.kind === 'where' ? [step.expr] : [])),
  ];
  const names = [
    ...plan.columns.filter(({ expr, from }) => expr === null || from !== null).map(({ from, name }) => from ?? name),
    ...expressions.flatMap(expressionNames).filter((name) => !made.has(name)),
    ...plan.steps.flatMap((step) => (step.kind === 'dedupe' ? step.key : [])).filter((name) => !made.has(name)),
  ];
  const known = new Map(layout.columns.map((column) => [column.name, column]));
  const isJson = source.format !== 'csv';
  return new Map(
    [...new Set(names)].flatMap((name) => {
      const index = finder.find(name);
      if (index === null) return [];
      return [[name, { name, index, kind: isJson ? 'json' : (known.get(name)?.kind ?? 'text') }] as const];
    }),
  );
}

/** Keys that the plan reads are known to the parser by their place among the columns that it is asked for. */
function keyMeanings(layout: Layout, columns: readonly WantedColumn[], plan: TransformPlan): Layout['columnOf'] {
  const indexes = new Map(columns.map(({ name }, index) => [name, index]));
  return (name) => {
    const own = indexes.get(name);
    if (own !== undefined) return own;
    const outer = layout.columnOf(name);
    if (typeof outer !== 'number') return outer === 'unknown' && plan.others === 'drop' ? 'ignored' : outer;
    return indexes.get(layout.columns[outer].name) ?? 'ignored';
  };
}
