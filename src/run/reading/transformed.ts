import type { ColumnPlan } from '../../schema/transform/column-plan.js';
import type { TransformPlan } from '../../schema/transform/transform-plan.js';
import { expressionNames } from '../../transforms/expressions/expression-names.js';
import { buildProgram } from '../../transforms/record/build-program.js';
import type { ProgramResources } from '../../transforms/record/program-resources.js';
import type { ScopeField } from '../../transforms/record/scope.js';
import { codeInputs, codeOutputs } from './code-names.js';
import { looksAtOthers, schemaNames } from '../../schema/transform/code-plan.js';
import { fieldFinder, type FieldFinder } from './field-finder.js';
import type { FoundKey, Layout, RecordReading, RecordSource, RecordStart, WantedColumn } from './record-source.js';
import type { CodeUse } from '../../transforms/code/add-code.js';
import { columnLabels } from './agreed-columns.js';
import { transformedNames } from './transformed-names.js';

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
  const { findKeys } = source;
  return {
    ...source,
    before: source,
    names,
    width: names?.length ?? source.width,
    findKeys: findKeys === null ? null : async (signal) => keysOf(await findKeys(signal), plan, finder),
    over: (copy) => transformed(source.over(copy), plan, resources),
    // The names afterwards say nothing of the keys before: those are found anew when they are needed.
    knowing: (keys) => ({
      ...transformed(source, plan, resources),
      names: keys.map(({ name }) => name),
      width: keys.length,
    }),
    records: (layout, start) => readThrough({ source, plan, finder, before, resources }, layout, start),
  };
}

interface Transformed {
  readonly source: RecordSource;
  readonly plan: TransformPlan;
  readonly finder: FieldFinder;
  readonly resources: ProgramResources;
  /** The names before the code of the plan. */
  readonly before: readonly string[] | null;
}

/** Code has names for all fields; those without one go by their places. */
function namesBeforeCode(source: RecordSource, plan: TransformPlan, finder: FieldFinder): readonly string[] | null {
  if (plan.code === null) return transformedNames(source.names, plan, finder);
  return transformedNames(columnLabels(source), plan, finder);
}

/** The keys afterwards: what a column is made from tells what it is, as far as nothing is done to it. */
function keysOf(found: readonly FoundKey[], plan: TransformPlan, finder: FieldFinder): FoundKey[] {
  const types = new Map(found.map(({ name, types: seen }) => [name, seen]));
  const names = transformedNames(
    found.map(({ name }) => name),
    plan,
    finder,
  );
  if (plan.code !== null) return codeOutputs(plan.code, names ?? []).map((name) => ({ name, types: 0 }));
  const origins = new Map(plan.columns.map((column) => [column.name, column]));
  return (names ?? []).map((name) => {
    const column = origins.get(name);
    if (column === undefined) return { name, types: types.get(name) ?? 0 };
    const source = isUnchanged(column) ? finder.sourceOf(column) : null;
    return { name, types: source?.path === null ? (types.get(source.field) ?? 0) : 0 };
  });
}

/** Whether what it is made from stays as it is, if it stays. */
function isUnchanged({ changes, disguises, expr }: ColumnPlan): boolean {
  return changes.length === 0 && disguises.length === 0 && expr === null;
}

async function readThrough(whole: Transformed, layout: Layout, start: RecordStart | undefined): Promise<RecordReading> {
  const { source, plan, resources } = whole;
  const made = new Set(plan.columns.map(({ name }) => name));
  const code = codeUse(whole, layout);
  const used = usedFields(whole, layout, { made, code });
  // What comes out of code is none of the source's business, unless it goes in.
  const passed = code === null ? layout.columns.filter(({ name }) => !made.has(name) && !used.has(name)) : [];
  const columns: WantedColumn[] = [...used.values(), ...passed];
  const { fields, width } = source.arrange({ columns });
  const isJson = source.format !== 'csv';
  const { typeOf = unknownType, typeBefore = typeOf } = layout;
  const inputs = new Map<string, ScopeField>(
    columns.map(({ name, kind }, at) => [
      name,
      { slot: fields[at], type: typeBefore(name), isJson: isJson && kind === 'json' && used.has(name) },
    ]),
  );
  const plainOutputs = new Set(layout.columns.filter(({ kind }) => kind !== 'json').map(({ name }) => name));
  const jsonOutputs = new Set(layout.columns.filter(({ kind }) => kind === 'json').map(({ name }) => name));
  const options = { plan, inputs, firstFree: width, typeOf, plainOutputs, jsonOutputs, code, resources };
  const { program, made: room } = buildProgram(options);
  const reading = await source.records({ columns, columnOf: keyMeanings(layout, columns, plan), room }, start);
  return {
    ...reading,
    parsed: reading.fields,
    fields: layout.columns.map(({ name }) => program.outputs.get(name)?.slot ?? fields[0]),
    types: layout.columns.map(({ name }) => program.outputs.get(name)?.type ?? null),
    isPlain: layout.columns.map(({ name }) => program.outputs.get(name)?.isPlain ?? false),
    program,
  };
}

/** What the code of the plan is given, and what may come out of it; null: the plan has none. */
function codeUse(
  { plan, source, before, resources: { signal } }: Omit<Transformed, 'finder'>,
  { columns }: Pick<Layout, 'columns'>,
): CodeUse | null {
  const { code } = plan;
  if (code === null) return null;
  const names = before ?? [];
  const asked = columns.map(({ name }) => name);
  const isOpen = source.format !== 'csv' && plan.others === 'keep';
  const late = isOpen ? [...asked, ...(schemaNames(code.schema) ?? [])] : [];
  return {
    plan: code,
    inputs: codeInputs(code, names, late),
    outputs: [...new Set([...codeOutputs(code, names), ...asked])],
    declared: new Map(plan.columns.flatMap(({ name, type }) => (type === null ? [] : [[name, type]]))),
    signal,
  };
}

function unknownType(): null {
  return null;
}

/** The fields that the plan reads, as the source is to bring them: of JSON as JSON text, so that types are not lost. */
function usedFields(
  { source, plan, finder }: Pick<Transformed, 'source' | 'plan' | 'finder'>,
  layout: Layout,
  { made, code }: { readonly made: ReadonlySet<string>; readonly code: CodeUse | null },
): ReadonlyMap<string, WantedColumn> {
  const makers = plan.columns.flatMap(({ expr }) => (expr === null ? [] : [expr]));
  const expressions = [...(plan.where === null ? [] : [plan.where]), ...plan.rules.map(({ expr }) => expr)];
  const all = source.names ?? layout.columns.map(({ name }) => name);
  const names = [
    ...plan.columns.flatMap((column) => finder.sourceOf(column)?.field ?? []),
    // What makes a column may read the field that it takes the place of.
    ...makers.flatMap((expression) => expressionNames(expression, all)),
    ...expressions.flatMap((expression) => expressionNames(expression, all)).filter((name) => !made.has(name)),
    ...(code?.inputs ?? []).filter((name) => !made.has(name)),
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
    if (typeof outer !== 'number') return outer === 'unknown' && ignoresOthers(plan) ? 'ignored' : outer;
    return indexes.get(layout.columns[outer].name) ?? 'ignored';
  };
}

/** A schema that is neither strict nor loose has no use for what it does not list. */
function ignoresOthers({ others, code }: TransformPlan): boolean {
  const schema = code?.schema ?? null;
  return others === 'drop' || (schema !== null && schemaNames(schema) !== null && !looksAtOthers(schema));
}
