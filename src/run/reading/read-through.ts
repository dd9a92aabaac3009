import type { TransformPlan } from '../../schema/transform/transform-plan.js';
import { expressionNames } from '../../transforms/expressions/expression-names.js';
import { buildProgram, type BuiltProgram } from '../../transforms/record/build-program.js';
import type { ScopeField } from '../../transforms/record/scope.js';
import { shapeNeeds, type ShapeNeeds } from '../../transforms/record/shape/shape-names.js';
import type { ShapeTally } from '../../transforms/record/shape/shape-tally.js';
import { RunMemory } from '../../transforms/record/steps/run-memory.js';
import type { SourceFinder } from './field-finder.js';
import type { Layout, RecordReading, RecordSource, RecordStart, WantedColumn } from './record-source.js';

/** What records are made by. */
export interface Transformed {
  readonly source: RecordSource;
  readonly plan: TransformPlan;
  readonly finder: SourceFinder;
}

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
  const read = namesRead(plan, made);
  const needs = shapeNeeds(plan.shape, [...read, ...namesOf(layout)], (name) => finder.isKnown(name));
  const used = usedFields(about, { layout, names: read, needs });
  const passed = layout.columns.filter(({ name }) => !made.has(name) && !used.has(name) && isOwn(about, name, needs));
  const columns: WantedColumn[] = [...used.values(), ...passed];
  const { fields, width } = source.arrange({ columns });
  const { program, made: room } = programFor(about, { layout, columns, used, needs, fields, width, shapeTally });
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
}

function programFor({ source, plan }: Transformed, parts: ProgramParts): BuiltProgram {
  const { layout, columns, used, needs, fields, width, shapeTally = null } = parts;
  const { typeOf = unknownType, typeBefore = typeOf, memory = new RunMemory() } = layout;
  const isJson = source.format !== 'csv';
  const inputs = new Map<string, ScopeField>(
    columns.map(({ name, kind }, at) => [
      name,
      { slot: fields[at], type: typeBefore(name), isJson: isJson && kind === 'json' && used.has(name) },
    ]),
  );
  const plainOutputs = new Set(layout.columns.filter(({ kind }) => kind !== 'json').map(({ name }) => name));
  const wanted = new Set(namesOf(layout));
  const options = {
    plan,
    inputs,
    wanted,
    firstFree: width,
    typeOf,
    typeBefore,
    plainOutputs,
    memory,
    needs,
    shapeTally,
  };
  return buildProgram(options);
}

function unknownType(): null {
  return null;
}

/** The names that columns, conditions and steps of a plan read. */
function namesRead(plan: TransformPlan, made: ReadonlySet<string>): Set<string> {
  const expressions = [
    ...plan.columns.flatMap(({ expr }) => (expr === null ? [] : [expr])),
    ...(plan.where === null ? [] : [plan.where]),
    ...plan.rules.map(({ expr }) => expr),
    ...plan.steps.flatMap((step) => (step.kind === 'where' ? [step.expr] : [])),
  ];
  const keys = plan.steps.flatMap((step) => (step.kind === 'dedupe' ? step.key : []));
  return new Set([
    ...plan.columns.filter(({ expr, from }) => expr === null || from !== null).map(({ from, name }) => from ?? name),
    ...[...expressions.flatMap(expressionNames), ...keys].filter((name) => !made.has(name)),
  ]);
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
    if (typeof outer !== 'number') return outer === 'unknown' && plan.others === 'drop' ? 'ignored' : outer;
    return indexes.get(layout.columns[outer].name) ?? 'ignored';
  };
}
