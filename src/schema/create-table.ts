import { SluiceError } from '../errors/sluice-error.js';
import { displayName, displayTable, identifierFault, qualifiedName, quoteIdentifier } from './identifiers.js';
import type { TableName } from './table.js';

/** A table that is to be made: every column nullable, for what a file has not shown it may still hold. */
export interface NewTable {
  readonly name: TableName;
  readonly columns: readonly NewColumn[];
}

/** One column of a table that is to be made. */
export interface NewColumn {
  readonly name: string;
  /** In SQL: `numeric(12,2)`. */
  readonly type: string;
}

/**
 * Writes the CREATE TABLE statement of a new table, every name quoted, without a semicolon.
 *
 * @param table - The table; `newColumnNames` and `TypeInference` say its columns.
 * @throws SluiceError `TABLE_UNSUITABLE` when it has more columns than Postgres allows; `HEADER_INVALID` when two columns
 * have one name or one can't be a name; `USAGE` when the table's can't.
 */
export function createTableSql({ name, columns }: NewTable): string {
  if (columns.length > MAX_COLUMNS) throw tooWide(name, columns.length);
  const seen = new Set<string>();
  for (const column of columns) {
    const fault = seen.has(column.name) ? 'is there twice' : identifierFault(column.name);
    if (fault !== null) throw unusable(column.name, fault);
    seen.add(column.name);
  }
  const lines = columns.map((column) => `  ${quoteIdentifier(column.name)} ${column.type}`);
  return `create table ${qualifiedName(name)} (\n${lines.join(',\n')}\n)`;
}

/** Postgres's own limit, MaxHeapAttributeNumber. */
const MAX_COLUMNS = 1600;

function tooWide(name: TableName, count: number): SluiceError {
  const message = `${displayTable(name)} can't be made with ${count} columns: a table in Postgres has at most ${MAX_COLUMNS}.`;
  return new SluiceError('TABLE_UNSUITABLE', message, {
    hint: 'Leave columns out with --ignore-columns; if the file has fewer, check --delimiter.',
  });
}

function unusable(column: string, fault: string): SluiceError {
  return new SluiceError('HEADER_INVALID', `A new table can't have the column ${displayName(column)}: it ${fault}.`, {
    hint: 'Rename it in the header line, leave it out with --ignore-columns, or load into a table of your own making.',
  });
}
