import { printable } from '../errors/printable.js';
import { SluiceError } from '../errors/sluice-error.js';
import { displayName, displayTable } from './identifiers.js';
import { nearestName } from './nearest.js';
import type { TargetColumn, TargetTable } from './table.js';

/** File columns and table columns that fit one another, more than one on a side. */
export interface Ambiguity {
  /** Indexes in the file. */
  readonly files: readonly number[];
  readonly columns: readonly TargetColumn[];
}

/** All that keeps a file's columns and a table's from meeting. */
export interface Mismatch {
  readonly fileColumns: readonly string[];
  readonly table: TargetTable;
  /** Indexes of the file columns that match no table column. */
  readonly files: readonly number[];
  /** The table columns that no file column matches. */
  readonly columns: readonly TargetColumn[];
  readonly ambiguities: readonly Ambiguity[];
  /** Generated columns that a file column meets. */
  readonly generated: readonly { readonly fileIndex: number; readonly column: TargetColumn }[];
  /** Those of `columns` that are NOT NULL and have nothing else to fill them. */
  readonly unfilled: readonly TargetColumn[];
}

/**
 * Words a mismatch: both lists, the nearest names, and the flags that resolve it.
 *
 * @param mismatch - At least one of its lists is not empty.
 */
export function columnMismatch(mismatch: Mismatch): SluiceError {
  const table = displayTable(mismatch.table.name);
  const remedies = [...unmatched(mismatch), ...ambiguous(mismatch), ...generated(mismatch), ...unfilled(mismatch)];
  const what = remedies.map((remedy) => remedy.what).join('; ');
  return new SluiceError('COLUMN_MISMATCH', `The columns of the file and of ${table} don't meet: ${what}.`, {
    hint: remedies.map((remedy) => remedy.todo).join(' '),
  });
}

/** One thing that is wrong, and the sentence that says how to set it right. */
interface Remedy {
  readonly what: string;
  readonly todo: string;
}

function unmatched({ fileColumns, files, columns, table }: Mismatch): Remedy[] {
  if (files.length === 0) return [];
  const free = columns.map((column) => column.name);
  const shown = files.slice(0, MOST_SHOWN).map((file) => {
    const nearest = nearestName(fileColumns[file], free);
    return { name: fileColumns[file], nearest };
  });
  const names = shown.map(({ name, nearest }) =>
    nearest === null ? displayName(name) : `${displayName(name)} (nearest: ${displayName(nearest)})`,
  );
  const pair = shown.find(({ nearest }) => nearest !== null);
  const map = pair === undefined ? 'file_column=table_column' : `${pair.name}=${pair.nearest ?? ''}`;
  const ignore = shown.map(({ name }) => name).join(',');
  const todo = `Pair a file column with --map ${shellWord(map)}, or leave out with --ignore-columns ${shellWord(ignore)}.`;
  const noHeader = columns.length === table.columns.length ? ' If the first line holds data, use --no-header.' : '';
  return [{ what: `no column of the table matches ${list(names, files.length)} of the file`, todo: todo + noHeader }];
}

function ambiguous({ fileColumns, ambiguities }: Mismatch): Remedy[] {
  return ambiguities.slice(0, MOST_SHOWN).map(({ files, columns }) => {
    const from = files.slice(0, MOST_SHOWN).map((file) => displayName(fileColumns[file]));
    const to = columns.slice(0, MOST_SHOWN).map((column) => displayName(column.name));
    const pair = `${fileColumns[files[0]]}=${columns[0].name}`;
    return {
      what: `${list(from, files.length)} of the file could be ${list(to, columns.length)} of the table`,
      todo: `Say which is meant with --map ${shellWord(pair)}; leave others out with --ignore-columns.`,
    };
  });
}

function generated({ fileColumns, generated: met }: Mismatch): Remedy[] {
  if (met.length === 0) return [];
  const names = met.slice(0, MOST_SHOWN).map(({ column }) => displayName(column.name));
  const ignore = met.slice(0, MOST_SHOWN).map(({ fileIndex }) => fileColumns[fileIndex]);
  return [
    {
      what: `Postgres computes the generated ${list(names, met.length)} itself`,
      todo: `Leave out what it computes with --ignore-columns ${shellWord(ignore.join(','))}.`,
    },
  ];
}

function unfilled({ unfilled: columns }: Mismatch): Remedy[] {
  if (columns.length === 0) return [];
  const names = columns.slice(0, MOST_SHOWN).map((column) => displayName(column.name));
  return [
    {
      what: `nothing in the file fills ${list(names, columns.length)} (NOT NULL without a default)`,
      todo: `Fill with --map ${shellWord(`file_column=${columns[0].name}`)}, or give the column a default.`,
    },
  ];
}

/** More names than this help nobody. */
const MOST_SHOWN = 10;

function list(shown: readonly string[], count: number): string {
  const names = count > shown.length ? [...shown, `${count - shown.length} more`] : shown;
  return names.length === 1 ? names[0] : `${names.slice(0, -1).join(', ')} and ${names[names.length - 1]}`;
}

/** Quoted for a shell where needed: a header that is copied from a hint must not become a command. */
function shellWord(text: string): string {
  if (/^[\p{L}\p{N}_.,=-]+$/u.test(text)) return printable(text, 200);
  return `'${printable(text, 200).replaceAll("'", `'\\''`)}'`;
}
