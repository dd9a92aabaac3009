import type { RecordStart } from '../../batch/place.js';

/** What one COPY statement did for one source. */
export interface StatementEntry {
  readonly run: number;
  readonly source: number;
  /** The records that it settled, loaded, rejected or left out: first and last of each range, by their ordinals. At least one. */
  readonly ranges: readonly (readonly [first: number, last: number])[];
  readonly loaded: number;
  readonly rejected: number;
  /** Records, and rows made of them, that a rule of the user's has left out; and how many more rows there are. Default: none */
  readonly filtered?: number;
  readonly expanded?: number;
  /** Where the first of its loaded rows begins; null: it has none, or its place is not known. */
  readonly start: RecordStart | null;
  /** How long the reject files are once its rejects are in them; null: not known. */
  readonly rejectsBytes: number | null;
  readonly faultsBytes: number | null;
  /** A hash of what they end in then, in hexadecimal digits; null: not known. */
  readonly rejectsEnds: string | null;
}

/**
 * The SQL that enters a statement into the ledger, to be sent as a simple query in the statement's own transaction. It
 * fails, with what `isLostSource` knows, when the source is not the run's any more; else the source stays the run's
 * until the transaction ends.
 *
 * @throws RangeError when one of the numbers is no whole one that a double holds exactly, or a range is not one.
 */
export function statementSql(entry: StatementEntry): string {
  const { source, run, ranges, loaded, rejected, start, rejectsBytes, faultsBytes, rejectsEnds } = entry;
  const { filtered = 0, expanded = 0 } = entry;
  const numbers = [loaded, rejected, start?.ordinal, start?.line, start?.byteOffset, rejectsBytes, faultsBytes];
  const records = `'{${rangesSql(ranges)}}'::pg_catalog.int8multirange`;
  const values = [numberSql(source), numberSql(run), records, ...numbers.map(numberSql), hashSql(rejectsEnds)];
  return `SELECT sluice.note_statement(${[...values, numberSql(filtered), numberSql(expanded)].join(', ')})`;
}

function rangesSql(ranges: StatementEntry['ranges']): string {
  if (ranges.length === 0) throw new RangeError('A statement settles at least one record.');
  return ranges.map(rangeSql).join(',');
}

function rangeSql([first, last]: readonly [number, number]): string {
  if (first < 1 || last < first) throw new RangeError(`Records can't be numbered from ${first} to ${last}.`);
  return `[${numberSql(first)},${numberSql(last)}]`;
}

function hashSql(hash: string | null): string {
  if (hash === null) return 'NULL';
  if (!/^[0-9a-f]*$/.test(hash)) throw new RangeError('A hash has hexadecimal digits alone.');
  return `'${hash}'`;
}

function numberSql(value: number | null | undefined): string {
  if (value === null || value === undefined) return 'NULL';
  if (!Number.isSafeInteger(value) || value < 0) throw new RangeError(`${value} can't be a number of the ledger.`);
  return String(value);
}
