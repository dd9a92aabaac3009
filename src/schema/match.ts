/** The meeting of a file's columns and a table's: decided once, before the run starts, and never by a guess. */
import { SluiceError } from '../errors/sluice-error.js';
import { newColumnNames } from './column-names.js';
import { displayTable } from './identifiers.js';
import { ignoredColumns, mappedColumns } from './match-flags.js';
import { type Ambiguity, columnMismatch } from './mismatch.js';
import { comparisonKey } from './plain-name.js';
import type { TargetColumn, TargetTable } from './table.js';

/** What decides which file column goes where. */
export interface MatchRequest {
  /** The header's names in file order; without a header, any names, as many as the file has columns. */
  readonly fileColumns: readonly string[];
  readonly table: TargetTable;
  /** `--map`: file column to table column. */
  readonly map: ReadonlyMap<string, string>;
  /** `--ignore-columns`: file columns to leave out. */
  readonly ignore: ReadonlySet<string>;
  /** The file has no header: its columns fill the table's in order. */
  readonly byPosition: boolean;
}

/** One file column and the table column that it fills. */
export interface ColumnMatch {
  /** The column's index in the file, from 0. */
  readonly fileIndex: number;
  readonly column: TargetColumn;
}

/**
 * Pairs file columns with table columns: first by `--map`, then by the exact name, then by the name that Sluice
 * would give it in a new table, then by letters and digits alone in lower case. What fits more than one is an
 * error. Without a header the first columns of the table that can be filled are taken in order.
 *
 * @returns The pairs in file order; ignored file columns have none.
 * @throws SluiceError `COLUMN_MISMATCH` when a file column matches none or several, or meets a generated column, or
 * a NOT NULL column without default gets nothing; `USAGE` when `--map` or `--ignore-columns` name what is not there.
 */
export function matchColumns(request: MatchRequest): ColumnMatch[] {
  const meeting = request.byPosition ? meetByPosition(request) : meetByName(request);
  const generated = meeting.matches.filter(({ column }) => column.generated);
  const unfilled = meeting.columns.filter(mustBeFilled);
  if (meeting.files.length + meeting.ambiguities.length + generated.length + unfilled.length > 0) {
    throw columnMismatch({ ...meeting, fileColumns: request.fileColumns, table: request.table, generated, unfilled });
  }
  return meeting.matches.toSorted((one, other) => one.fileIndex - other.fileIndex);
}

/** How far the two sides have met. */
interface Meeting {
  readonly matches: readonly ColumnMatch[];
  readonly ambiguities: readonly Ambiguity[];
  /** Indexes of the file columns that are still alone. */
  readonly files: readonly number[];
  /** The table columns that are still alone. */
  readonly columns: readonly TargetColumn[];
}

function meetByPosition({ fileColumns, table, map, ignore }: MatchRequest): Meeting {
  if (map.size + ignore.size > 0) {
    throw new SluiceError('USAGE', 'Without a header there are no names for --map or --ignore-columns to refer to.', {
      hint: 'Leave those flags out: the columns of the file fill those of the table in order.',
    });
  }
  const fillable = table.columns.filter((column) => !column.generated);
  if (fileColumns.length > fillable.length) {
    const counts = `${fileColumns.length} columns, and ${displayTable(table.name)} has ${fillable.length} to fill`;
    throw new SluiceError('COLUMN_MISMATCH', `The file has ${counts}.`, {
      hint: 'Check --delimiter, or give the file a header line and leave columns out with --ignore-columns.',
    });
  }
  const matches = fileColumns.map((_, fileIndex) => ({ fileIndex, column: fillable[fileIndex] }));
  return { matches, ambiguities: [], files: [], columns: fillable.slice(fileColumns.length) };
}

function meetByName(request: MatchRequest): Meeting {
  const { fileColumns, table } = request;
  const ignored = ignoredColumns(fileColumns, request.ignore);
  const mapped = mappedColumns({ fileColumns, table, map: request.map, ignored });
  const matches = Array.from(mapped, ([fileIndex, column]) => ({ fileIndex, column }));
  const files = fileColumns.map((_, index) => index).filter((index) => !ignored.has(index));
  const start = rest({ matches, ambiguities: [], files, columns: table.columns });
  const created = newColumnNames(fileColumns);
  const exact = pairUp(
    start,
    (file) => fileColumns[file],
    (column) => column,
  );
  const asCreated = pairUp(
    exact,
    (file) => created[file],
    (column) => column,
  );
  return pairUp(asCreated, (file) => comparisonKey(fileColumns[file]), comparisonKey);
}

/** Pairs what has the same key on both sides; the empty key is nothing to go by. */
function pairUp(meeting: Meeting, fileKey: (file: number) => string, columnKey: (name: string) => string): Meeting {
  const files = groupBy(meeting.files, fileKey);
  const columns = groupBy(meeting.columns, (column) => columnKey(column.name));
  const matches = [...meeting.matches];
  const ambiguities = [...meeting.ambiguities];
  for (const [key, alike] of files) {
    const found = columns.get(key) ?? [];
    if (key === '' || found.length === 0) continue;
    if (alike.length === 1 && found.length === 1) matches.push({ fileIndex: alike[0], column: found[0] });
    else ambiguities.push({ files: alike, columns: found });
  }
  return rest({ ...meeting, matches, ambiguities });
}

function groupBy<Item>(items: readonly Item[], keyOf: (item: Item) => string): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}

/** Leaves alone only what has neither a match nor too many. */
function rest(meeting: Meeting): Meeting {
  const { matches, ambiguities } = meeting;
  const files = new Set([...matches.map((match) => match.fileIndex), ...ambiguities.flatMap((one) => one.files)]);
  const columns = new Set([...matches.map((match) => match.column), ...ambiguities.flatMap((one) => one.columns)]);
  return {
    ...meeting,
    files: meeting.files.filter((file) => !files.has(file)),
    columns: meeting.columns.filter((column) => !columns.has(column)),
  };
}

function mustBeFilled(column: TargetColumn): boolean {
  return column.notNull && !column.hasDefault && !column.generated && column.identity === null;
}
