import type { AddedColumn } from '../config/reading-flags.js';
import type { TargetPlan } from '../config/target-plan.js';
import { SluiceError } from '../errors/sluice-error.js';
import { matchColumns } from '../schema/match.js';
import type { CodePlan } from '../schema/transform/code-plan.js';
import type { AddedValue } from '../schema/added-value.js';
import { ignoredColumns, tableColumn } from '../schema/match-flags.js';
import { displayName } from '../schema/identifiers.js';
import { comparisonKey } from '../schema/plain-name.js';
import type { TargetColumn, TargetTable } from '../schema/table.js';
import { columnLabels, type AgreedColumns } from './reading/agreed-columns.js';
import { ownIndex } from './reading/layouts.js';
import type { Layout, RecordSource, WantedColumn } from './reading/record-source.js';

/** A column of the table, and the column of the inputs that fills it. */
export interface FilledColumn {
  /** The inputs' name for it; without a header, the table's. */
  readonly name: string;
  /** Its place among the agreed columns. */
  readonly index: number;
  readonly column: TargetColumn;
}

/** A column of the table that `--add-column` fills. */
export interface AddedTarget {
  readonly value: AddedValue;
  readonly column: TargetColumn;
}

/** The meeting of the inputs' columns and the table's. */
export interface TargetColumns {
  /** In the order of the COPY command's list: those that the inputs have shown, then those that may still come. */
  readonly filled: readonly FilledColumn[];
  /** The index in `filled` of the first column that no input has shown. */
  readonly firstLate: number;
  /** They come after the others in the COPY command's list. */
  readonly added: readonly AddedTarget[];
  /** Names that are left out on purpose. */
  readonly ignored: ReadonlySet<string>;
}

/** What the meeting is decided by. */
export interface MeetingOptions {
  readonly agreed: AgreedColumns;
  readonly table: TargetTable;
  readonly plan: Pick<TargetPlan, 'map' | 'ignoreColumns'>;
  readonly addedColumns: readonly AddedColumn[];
  /** Members of objects are columns: see `--flatten`. */
  readonly isFlattened: boolean;
  /** Any record may bring a key that no head has shown: no input is CSV, which has no place for such a column. */
  readonly hasLateKeys: boolean;
  /** Code of a pipeline makes the records, which may fill any column. Default: there is none */
  readonly code?: CodePlan | null;
}

/**
 * Has the columns of the inputs meet those of the table.
 *
 * @throws SluiceError COLUMN_MISMATCH, USAGE
 */
export function meetTable(options: MeetingOptions): TargetColumns {
  const { agreed, plan, hasLateKeys } = options;
  const added = addedTargets(options);
  const table = without(options.table, added);
  const names = fileColumns(options);
  assertFilledOnce(names, added, options);
  const byPosition = agreed.names === null;
  const matches = matchColumns({ fileColumns: names, table, map: plan.map, ignore: plan.ignoreColumns, byPosition });
  const shown = matches.map(({ fileIndex, column }) => ({
    name: byPosition ? column.name : names[fileIndex],
    index: fileIndex,
    column,
  }));
  const late = hasLateKeys && (options.code ?? null) === null ? lateColumns(table, shown, names.length) : [];
  if (shown.length + late.length === 0) throw agreed.width === 0 ? noKeys() : nothingLeft();
  const ignored = byPosition ? [] : ignoredColumns(names, plan.ignoreColumns);
  return {
    filled: [...shown, ...late],
    firstLate: shown.length,
    added,
    ignored: new Set([...ignored].map((index) => names[index])),
  };
}

/** What a reading of one input must bring to fill these columns. */
export function layoutFor(target: TargetColumns, input: RecordSource): Layout {
  return {
    columns: target.filled.map(({ name, index, column }): WantedColumn => ({
      name,
      index: ownIndex(input, name, index),
      kind: kindOf(column),
    })),
    columnOf: keyMeanings(target),
    typeOf: (name) => target.filled.find((filled) => filled.name === name)?.column.type ?? null,
  };
}

/** A key that no head has shown must not get in the way of one that has, or that was to be left out. */
function keyMeanings({ filled, firstLate, ignored }: TargetColumns): Layout['columnOf'] {
  const shown = new Map(filled.slice(0, firstLate).map(({ name }, index) => [name, index]));
  const late = filled.slice(firstLate).map(({ name }, at) => [name, firstLate + at] as const);
  const exactly = new Map(late);
  const alike = new Map(late.map(([name, index]) => [comparisonKey(name), index]));
  alike.delete('');
  return (name) => {
    const known = shown.get(name) ?? (ignored.has(name) ? 'ignored' : exactly.get(name));
    return known ?? alike.get(comparisonKey(name)) ?? 'unknown';
  };
}

function addedTargets({ addedColumns, table }: MeetingOptions): AddedTarget[] {
  const added = addedColumns.map(({ name, value }) => ({ value, column: tableColumn('--add-column', name, table) }));
  const columns = added.map(({ column }) => column);
  const twice = columns.find((column, index) => columns.indexOf(column) !== index);
  if (twice === undefined) return added;
  throw new SluiceError('USAGE', `--add-column: the column ${displayName(twice.name)} is named twice.`, {
    hint: 'Give each column one value.',
  });
}

/** A column of the inputs that has lost its partner to `--add-column` would be said to have none. */
function assertFilledOnce(names: readonly string[], added: readonly AddedTarget[], options: MeetingOptions): void {
  const { agreed, plan, table } = options;
  if (agreed.names === null) return;
  const ignored = ignoredColumns(names, plan.ignoreColumns);
  const mapped = new Set([...plan.map.keys()].map(comparisonKey));
  const known = new Set(table.columns.map(({ name }) => name));
  const free = names
    .filter((name, index) => !ignored.has(index) && !mapped.has(comparisonKey(name)))
    .map((name) => (known.has(name) ? name : comparisonKey(name)));
  const isTaken = (name: string): boolean => free.includes(name) || free.includes(comparisonKey(name));
  const taken = added.map(({ column }) => column.name).find(isTaken);
  if (taken === undefined) return;
  const column = displayName(taken);
  throw new SluiceError('COLUMN_MISMATCH', `Both the file and --add-column would fill the column ${column}.`, {
    hint: `Leave one of them out: --add-column ${column}=…, or the file's own with --ignore-columns ${column}.`,
  });
}

/** The rest of the table is for the inputs' own columns. */
function without(table: TargetTable, added: readonly AddedTarget[]): TargetTable {
  const taken = new Set(added.map(({ column }) => column));
  return { ...table, columns: table.columns.filter((column) => !taken.has(column)) };
}

/** Flags may name keys that come late, too. */
function fileColumns(options: MeetingOptions): readonly string[] {
  const { agreed, plan, hasLateKeys, code = null } = options;
  if (code !== null) return [...keptColumns(options, code), ...madeColumns(options)];
  if (agreed.names === null || !hasLateKeys) return columnLabels(agreed);
  const names = options.isFlattened ? folded(agreed.names, options.table) : agreed.names;
  const ignored = [...plan.ignoreColumns].flatMap((text) => (names.includes(text) ? [] : text.split(',')));
  const named = [...plan.map.keys(), ...ignored.map((name) => name.trim())];
  const shown = new Set(names.map(comparisonKey));
  return [...names, ...new Set(named.filter((name) => !names.includes(name) && !shown.has(comparisonKey(name))))];
}

/** What a transform is given need not come out of it: what no column of the table takes is a fault of the record that has it. */
function keptColumns({ agreed, table, plan }: MeetingOptions, { transform, output }: CodePlan): readonly string[] {
  const names = columnLabels(agreed);
  if (transform === null) return names;
  const named = [...plan.map.keys(), ...[...plan.ignoreColumns].flatMap((text) => text.split(',')), ...output];
  const known = new Set([...table.columns.map(({ name }) => name), ...named].map((name) => comparisonKey(name)));
  return names.filter((name) => known.has(comparisonKey(name)));
}

/** What code may return besides the columns that are known to come: flags name some, the table has the others. */
function madeColumns({ agreed, table, plan, addedColumns }: MeetingOptions): readonly string[] {
  const known = new Set(columnLabels(agreed).map(comparisonKey));
  const mapped = [...plan.map.keys()].filter((name) => !known.has(comparisonKey(name)));
  const taken = new Set([...plan.map.values(), ...addedColumns.map(({ name }) => name)].map(comparisonKey));
  const left = table.columns
    .filter((column) => !column.hasDefault && !column.generated && column.identity === null)
    .map(({ name }) => name)
    .filter((name) => !known.has(comparisonKey(name)) && !taken.has(comparisonKey(name)));
  return [...mapped, ...left];
}

/** An object that has a JSON column of its own goes there whole, so its members are no columns. */
function folded(names: readonly string[], table: TargetTable): readonly string[] {
  const known = new Set(table.columns.map(({ name }) => name));
  const whole = table.columns.filter((column) => kindOf(column) === 'json').map(({ name }) => name);
  const objectOf = (name: string): string =>
    known.has(name) ? name : (whole.find((object) => name.startsWith(`${object}_`)) ?? name);
  return [...new Set(names.map(objectOf))];
}

/** Columns of the table that no input has shown yet, and in which NULL is what a missing key would leave there anyway. */
function lateColumns(table: TargetTable, filled: readonly FilledColumn[], from: number): FilledColumn[] {
  const taken = new Set(filled.map(({ column }) => column));
  return table.columns
    .filter((column) => !taken.has(column) && !column.hasDefault && !column.generated && column.identity === null)
    .map((column, at) => ({ name: column.name, index: from + at, column }));
}

function kindOf({ type }: TargetColumn): WantedColumn['kind'] {
  if (!type.builtIn) return 'scalar';
  if (type.name === 'json' || type.name === 'jsonb') return 'json';
  return textTypes.has(type.name) ? 'text' : 'scalar';
}

const textTypes = new Set(['text', 'varchar', 'bpchar']);

function noKeys(): SluiceError {
  return new SluiceError('COLUMN_MISMATCH', 'No key was found in the records, so there is no column to load.', {
    hint: 'sluice validate tells what is wrong with the records, if anything is.',
  });
}

function nothingLeft(): SluiceError {
  return new SluiceError('COLUMN_MISMATCH', 'No column of the file is left to load.', {
    hint: 'Name fewer columns in --ignore-columns.',
  });
}
