import type { LoadPlan } from '../config/load-plan.js';
import type { Client } from '../postgres/client.js';
import { readTable } from '../postgres/catalog.js';
import { missingTable } from '../postgres/missing-table.js';
import { newColumnNames } from '../schema/column-names.js';
import { createTableSql } from '../schema/create-table.js';
import { ignoredColumns, mappedNames } from '../schema/match-flags.js';
import type { InferredType } from '../schema/infer/inferred-type.js';
import { tableNameFromSource } from '../schema/table-name-from-source.js';
import type { TableName, TargetTable } from '../schema/table.js';

/** The name of the table that a plan loads into: the one given, or else the input's own. */
export function targetName(plan: LoadPlan): TableName {
  return plan.table ?? { schema: null, name: tableNameFromSource(plan.input) };
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
  readonly types: readonly InferredType[];
}

/** The CREATE TABLE for a file: its columns but the ignored ones, under their mapped or plain names. */
export function draftTable(draft: TableDraft, plan: LoadPlan): string {
  const { name, fileColumns, types } = draft;
  const mapped = mappedNames(fileColumns, plan.map);
  const ignored = ignoredColumns(fileColumns, plan.ignoreColumns);
  const columns = newColumnNames(fileColumns)
    .map((plainName, index) => ({ name: mapped.get(index) ?? plainName, type: types[index] }))
    .filter((_, index) => !ignored.has(index));
  return createTableSql({ name, columns });
}

/** Reads the target inside the transaction that will load it. */
export async function openTarget(client: Client, name: TableName): Promise<TargetTable> {
  const table = await readTable(client, name);
  if (table === null) throw await missingTable(client, name);
  return table;
}
