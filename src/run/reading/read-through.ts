import type { TransformPlan } from '../../schema/transform/transform-plan.js';
import { looksAtOthers, schemaNames } from '../../schema/transform/code-plan.js';
import type { CodeUse } from '../../transforms/code/add-code.js';
import { buildProgram, type BuiltProgram, type ProgramOptions } from '../../transforms/record/build-program.js';
import type { ScopeField } from '../../transforms/record/scope.js';
import { shapeNeeds, type ShapeNeeds } from '../../transforms/record/shape/shape-names.js';
import type { ShapeTally } from '../../transforms/record/shape/shape-tally.js';
import { RunMemory } from '../../transforms/record/steps/run-memory.js';
import { codeUse } from './code-use.js';
import { namesRead } from './names-read.js';
import type { Layout, RecordReading, RecordStart, WantedColumn } from './record-source.js';
import type { Transformed } from './transformed-parts.js';

/** How records are read, besides what a layout says. */
export interface ReadThroughOptions {
  readonly start?: RecordStart | undefined;
  /** Takes note of the fields that steps make. Default: nobody asks */
  readonly shapeTally?: ShapeTally;
}

/** Reads the records of a source as a plan makes them. */
export async function readThrough(
  about: Transformed,
  layout: Layout,
  { start, shapeTally }: ReadThroughOptions,
): Promise<RecordReading> {
  const { source, plan, finder } = about;
  const made = new Set(plan.columns.map(({ name }) => name));
  const code = codeUse(about, layout);
  const read = namesRead(about, layout, code);
  const needs = shapeNeeds(plan.shape, [...read, ...namesOf(layout)], (name) => finder.isKnown(name));
  const used = usedFields(about, { layout, names: read, needs });
  const isPassed = ({ name }: WantedColumn): boolean => !made.has(name) && !used.has(name) && isOwn(about, name, needs);
  // What comes out of code is none of the source's business, unless it goes in.
  const passed = code === null ? layout.columns.filter(isPassed) : [];
  const columns: WantedColumn[] = [...used.values(), ...passed.map((column) => asInSource(column, about))];
  const { fields, width } = source.arrange({ columns });
  const parts = { layout, columns, used, needs, fields, width, shapeTally, code };
  const { program, made: room } = programFor(about, parts);
  const reading = await source.records({ columns, columnOf: keyMeanings(layout, columns, plan), room }, start);
  const outputs = layout.columns.map(({ name }) => program.outputs.get(name));
  // What is only passed on has the type that the records show that are left.
  const isMade = layout.columns.map(({ name }) => made.has(name) || code !== null);
  return {
    ...reading,
    parsed: reading.fields,
    fields: outputs.map((output) => output?.slot ?? fields[0]),
    types: outputs.map((output, at) => (isMade[at] ? (output?.type ?? null) : null)),
    isPlain: outputs.map((output) => output?.isPlain ?? false),
    program,
  };
}

/** A layout has the places after the plan, where other columns may stand before. */
function asInSource(column: WantedColumn, { before, finder }: Transformed): WantedColumn {
  return before === null ? column : { ...column, index: finder.find(column.name) ?? column.index };
}

function namesOf({ columns }: Layout): string[] {
  return columns.map(({ name }) => name);
}

/** Whether a column comes from the source as it is: members of objects don't, nor what CSV with such members may lack. */
function isOwn({ source, plan, finder }: Transformed, name: string, { members }: ShapeNeeds): boolean {
  if (plan.shape.length === 0 || source.names === null) return true;
  if (members.some((of) => of.has(name))) return false;
  return source.format !== 'csv' || finder.isKnown(name);
}

interface ProgramParts {
  readonly layout: Layout;
  readonly columns: readonly WantedColumn[];
  readonly used: ReadonlyMap<string, WantedColumn>;
  readonly needs: ShapeNeeds;
  readonly fields: readonly number[];
  readonly width: number;
  readonly shapeTally: ShapeTally | undefined;
  readonly code: CodeUse | null;
}

function programFor({ source, plan, resources }: Transformed, parts: ProgramParts): BuiltProgram {
  const { layout, columns, used, needs, fields, width, shapeTally = null, code } = parts;
  const { typeOf = unknownType, typeBefore = typeOf, memory = new RunMemory() } = layout;
  const isJson = source.format !== 'csv';
  const inputs = new Map<string, ScopeField>(
    columns.map(({ name, kind }, at) => [
      name,
      { slot: fields[at], type: typeBefore(name), isJson: isJson && kind === 'json' && used.has(name) },
    ]),
  );
  const known = { typeOf, typeBefore, memory, resources };
  return buildProgram({ plan, inputs, code, needs, shapeTally, firstFree: width, ...known, ...outputsOf(layout) });
}

function outputsOf(layout: Layout): Pick<ProgramOptions, 'wanted' | 'plainOutputs' | 'jsonOutputs'> {
  const named = (isJson: boolean): Set<string> =>
    new Set(layout.columns.filter(({ kind }) => (kind === 'json') === isJson).map(({ name }) => name));
  return { wanted: new Set(namesOf(layout)), plainOutputs: named(false), jsonOutputs: named(true) };
}

function unknownType(): null {
  return null;
}

interface UsedNames {
  readonly layout: Layout;
  readonly names: ReadonlySet<string>;
  readonly needs: ShapeNeeds;
}

/** The fields that the plan reads, as the source is to bring them: of JSON as JSON text, so that types are not lost. */
function usedFields(
  { source, finder }: Transformed,
  { layout, names, needs }: UsedNames,
): ReadonlyMap<string, WantedColumn> {
  const known = new Map(layout.columns.map((column) => [column.name, column]));
  const isJson = source.format !== 'csv';
  const own = [...names].filter((name) => !needs.members.some((of) => of.has(name)));
  return new Map(
    [...new Set([...needs.roots, ...own])].flatMap((name) => {
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
