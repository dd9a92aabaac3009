import type { AddedColumn } from '../config/reading-flags.js';
import type { TargetPlan } from '../config/target-plan.js';
import { SluiceError } from '../errors/sluice-error.js';
import type { Client } from '../postgres/client.js';
import { readTable } from '../postgres/catalog.js';
import { missingTable } from '../postgres/missing-table.js';
import { newColumnNames } from '../schema/column-names.js';
import { createTableSql } from '../schema/create-table.js';
import { plainName } from '../schema/plain-name.js';
import { displayTable, quoteIdentifier } from '../schema/identifiers.js';
import { ignoredColumns, mappedNames } from '../schema/match-flags.js';
import type { ColumnType } from '../schema/codecs/codec.js';
import { tableNameFromSource } from '../schema/table-name-from-source.js';
import type { TableName, TargetTable } from '../schema/table.js';
import type { RecordSource } from './reading/record-source.js';

/**
 * The name of the table that a plan loads into: the one given, or else the input's own.
 *
 * @throws SluiceError USAGE when several inputs leave it open.
 */
export function targetName(plan: TargetPlan, inputs: readonly RecordSource[]): TableName {
  if (plan.table !== null) return plan.table;
  if (inputs.length === 1) return { schema: null, name: tableNameFromSource(inputs[0].source.ref.name) };
  throw new SluiceError('USAGE', `There are ${inputs.length} inputs, and no name for the table of all of them.`, {
    hint: 'Say which table to load into with --table.',
  });
}

/** Whether the target must be made first. */
export interface TargetSearch {
  readonly client: Client;
  readonly name: TableName;
  /** A missing table may be made. */
  readonly mayCreate: boolean;
}

/**
 * Looks for the target.
 *
 * @returns True when it is there, false when it is to be made.
 * @throws SluiceError TABLE_MISSING when it is not there and may not be made; TABLE_UNSUITABLE.
 */
export async function targetExists({ client, name, mayCreate }: TargetSearch): Promise<boolean> {
  if ((await readTable(client, name)) !== null) return true;
  if (!mayCreate) throw await missingTable(client, name);
  return false;
}

/** What a new table is made from. */
export interface TableDraft {
  readonly name: TableName;
  /** The header's names; for a file without header, as many empty ones as it has columns. */
  readonly fileColumns: readonly string[];
  /** The type of each file column. */
  readonly types: readonly ColumnType[];
  /** The columns of `--add-column`, which come last. */
  readonly added: readonly AddedColumn[];
}

/** Makes the table of a draft, and the schema that it is to be in when there is none. */
export async function createTable(client: Client, draft: TableDraft, plan: TargetPlan): Promise<void> {
  const { schema } = draft.name;
  if (schema !== null && !(await schemaExists(client, schema))) {
    await client.query(`CREATE SCHEMA ${quoteIdentifier(schema)}`);
  }
  try {
    await client.query(draftTable(draft, plan));
  } catch (error) {
    throw madeMeanwhile(error, draft.name);
  }
}

/** Two runs that make the same table at once: the second finds the name taken, of the table or of its row type. */
function madeMeanwhile(error: unknown, name: TableName): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  if (code !== '42P07' && code !== '42710' && code !== '23505') return error;
  return new SluiceError('DATABASE_REFUSED', `${displayTable(name)} was made by someone else meanwhile.`, {
    hint: 'Nothing was loaded. Run the same command again: the rows will be added to it.',
    cause: error,
  });
}

/** Asked first, because CREATE SCHEMA IF NOT EXISTS takes the right to make one even where nothing is to be made. */
async function schemaExists(client: Client, schema: string): Promise<boolean> {
  const { rows } = await client.query('SELECT FROM pg_catalog.pg_namespace WHERE nspname = $1', [schema]);
  return rows.length > 0;
}

/** The CREATE TABLE for a file: its columns but the ignored ones, under their mapped or plain names. */
function draftTable(draft: TableDraft, plan: TargetPlan): string {
  const { name, fileColumns, types } = draft;
  const mapped = mappedNames(fileColumns, plan.map);
  const ignored = ignoredColumns(fileColumns, plan.ignoreColumns);
  const columns = newColumnNames(fileColumns)
    .map((plainName, index) => ({ name: mapped.get(index) ?? plainName, type: types[index].display }))
    .filter((_, index) => !ignored.has(index));
  const added = draft.added.map((column) => ({
    name: plainName(column.name) ?? column.name,
    type: typeOfAdded(column),
  }));
  return createTableSql({ name, columns: [...columns, ...added] });
}

function typeOfAdded({ value }: AddedColumn): string {
  if (value.kind === 'line') return 'bigint';
  return value.kind === 'loaded_at' ? 'timestamptz' : 'text';
}

/** Reads the target inside the transaction that will load it. */
export async function openTarget(client: Client, name: TableName): Promise<TargetTable> {
  const table = await readTable(client, name);
  if (table === null) throw await missingTable(client, name);
  return table;
}
