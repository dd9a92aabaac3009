/** `--map`, `--ignore-columns` and flags that name a column of the table, resolved against the names that there are. */
import { SluiceError } from '../errors/sluice-error.js';
import { displayName, displayTable } from './identifiers.js';
import { nearestName } from './nearest.js';
import { comparisonKey } from './plain-name.js';
import type { TargetColumn, TargetTable } from './table.js';

/**
 * Finds the file columns that `--ignore-columns` names; of a name that the file has twice, both.
 *
 * @param fileColumns - The header's names.
 * @param ignore - The names to leave out, or lists of them with commas; what is a column's whole name is no list.
 * @returns Indexes in the file.
 * @throws SluiceError `USAGE` when the file has no such column.
 */
export function ignoredColumns(fileColumns: readonly string[], ignore: ReadonlySet<string>): Set<number> {
  const names = [...ignore].flatMap((text) => (fileColumns.includes(text) ? [text] : text.split(',')));
  const indexes = names
    .map((name) => name.trim())
    .flatMap((name) => {
      const found = find(name, fileColumns);
      if (found.length === 0) throw notThere('--ignore-columns', 'the file', name, fileColumns);
      return found;
    });
  return new Set(indexes);
}

/**
 * Finds the file end of every `--map`, for a table that is still to be made.
 *
 * @returns The table column's name for each mapped index in the file.
 * @throws SluiceError `USAGE` when the file has no such column, or several.
 */
export function mappedNames(fileColumns: readonly string[], map: ReadonlyMap<string, string>): Map<number, string> {
  return new Map([...map].map(([from, to]) => [findOne('the file', from, fileColumns), to]));
}

/**
 * Finds both ends of every `--map`.
 *
 * @param flags - The header's names, the target, and `map`, file column to table column; `ignored` are the indexes
 * that {@link ignoredColumns} found.
 * @returns The table column for each mapped index in the file.
 * @throws SluiceError `USAGE` when either end isn't there, fits several or is named twice, or is ignored too.
 */
export function mappedColumns(flags: {
  readonly fileColumns: readonly string[];
  readonly table: TargetTable;
  readonly map: ReadonlyMap<string, string>;
  readonly ignored: ReadonlySet<number>;
}): Map<number, TargetColumn> {
  const { fileColumns, table, map, ignored } = flags;
  const tableColumns = table.columns.map((column) => column.name);
  const mapped = new Map<number, TargetColumn>();
  const taken = new Set<TargetColumn>();
  for (const [from, to] of map) {
    const file = findOne('the file', from, fileColumns);
    const column = table.columns[findOne(displayTable(table.name), to, tableColumns)];
    if (ignored.has(file)) throw wrongMap(`the file's column ${displayName(from)} is also in --ignore-columns`);
    if (mapped.has(file)) throw wrongMap(`the file's column ${displayName(from)} is mapped twice`);
    if (taken.has(column)) throw wrongMap(`two file columns are mapped to ${displayName(column.name)}`);
    mapped.set(file, column);
    taken.add(column);
  }
  return mapped;
}

/**
 * Finds the table column that a flag names.
 *
 * @param flag - Such as `--key`, for messages.
 * @throws SluiceError `USAGE` when the table has no such column, or several.
 */
export function tableColumn(flag: string, name: string, table: TargetTable): TargetColumn {
  const names = table.columns.map((column) => column.name);
  const found = find(name, names);
  if (found.length === 1) return table.columns[found[0]];
  if (found.length === 0) throw notThere(flag, displayTable(table.name), name, names);
  throw new SluiceError('USAGE', `${flag}: several columns of the table are like ${displayName(name)}.`, {
    hint: 'Spell the name exactly as the table has it.',
  });
}

function findOne(owner: string, name: string, names: readonly string[]): number {
  const found = find(name, names);
  if (found.length === 0) throw notThere('--map', owner, name, names);
  if (found.length > 1) throw wrongMap(`${owner} has ${found.length} columns like ${displayName(name)}`);
  return found[0];
}

/** By the exact name, else by letters and digits alone. */
function find(name: string, names: readonly string[]): number[] {
  const indexes = names.map((_, index) => index);
  const exact = indexes.filter((index) => names[index] === name);
  const key = comparisonKey(name);
  if (exact.length > 0 || key === '') return exact;
  return indexes.filter((index) => comparisonKey(names[index]) === key);
}

function notThere(flag: string, owner: string, name: string, names: readonly string[]): SluiceError {
  const nearest = nearestName(name, names);
  return new SluiceError('USAGE', `${flag}: ${owner} has no column ${displayName(name)}.`, {
    hint: nearest === null ? 'Check the spelling and --delimiter.' : `Did you mean ${displayName(nearest)}?`,
  });
}

function wrongMap(what: string): SluiceError {
  return new SluiceError('USAGE', `--map: ${what}.`, {
    hint: 'Write --map file_column=table_column, each column once and spelled exactly.',
  });
}
