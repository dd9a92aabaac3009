import type { Readable } from 'node:stream';
import type { LoadPlan } from '../config/load-plan.js';
import { SluiceError } from '../errors/sluice-error.js';
import type { CsvHead } from '../parsers/csv/head.js';
import type { Client } from '../postgres/client.js';
import type { Database } from '../postgres/database.js';
import { readSession } from '../postgres/session.js';
import { codecFor } from '../schema/codecs/registry.js';
import { matchColumns, type ColumnMatch } from '../schema/match.js';
import type { TargetTable } from '../schema/table.js';
import type { Source } from '../sources/source.js';
import type { EncodedColumn } from '../transforms/encode/encoded-column.js';
import { madeRepeatable, readHead } from './csv-input.js';
import { inferTypes } from './infer-types.js';
import type { Releasers } from './releasers.js';
import type { RunContext } from './run-context.js';
import { createTable, openTarget, targetExists, targetName } from './target.js';
import { Transaction } from './transaction.js';

/** Both ends of a load, met: the transaction has begun, and nothing has been sent. */
export interface Prepared {
  readonly source: Source;
  readonly head: CsvHead;
  /** The source's bytes after its head. */
  readonly records: Readable;
  readonly client: Client;
  readonly transaction: Transaction;
  readonly table: TargetTable;
  readonly tableCreated: boolean;
  readonly matches: readonly ColumnMatch[];
  readonly columns: readonly EncodedColumn[];
}

/** What the preparation starts from. */
export interface PrepareOptions {
  readonly plan: LoadPlan;
  readonly context: RunContext;
  readonly releasers: Releasers;
  readonly database: Database;
  /** The opened input, which its opener lets go of. */
  readonly source: Source;
}

/**
 * Finds or makes the target, and has the file's columns meet the table's.
 *
 * @throws SluiceError TABLE_MISSING, TABLE_UNSUITABLE, COLUMN_MISMATCH, and what the source and the database throw.
 */
export async function prepare(options: PrepareOptions): Promise<Prepared> {
  const { plan, context, releasers, database } = options;
  const client = await database.connect();
  const name = targetName(plan);
  const exists = await targetExists({ client, name, mayCreate: plan.create || database.embedded });
  const source = exists ? options.source : await madeRepeatable(options.source, context);
  releasers.defer(() => source.close());
  const file = exists ? null : await inferTypes(source, plan, context.io.signal);
  const transaction = await Transaction.begin(client);
  releasers.defer(() => transaction.rollback());
  if (file !== null) await createTable(client, { name, fileColumns: file.names, types: file.types }, plan);
  const table = await openTarget(client, name);
  const { head, rest } = await readHead(source, plan);
  releasers.defer(() => Promise.resolve(rest.destroy()));
  const matches = meet(head, table, plan);
  const columns = await encodedColumns(client, head, matches);
  return { source, head, records: rest, client, transaction, table, tableCreated: !exists, matches, columns };
}

function meet(head: CsvHead, table: TargetTable, plan: LoadPlan): ColumnMatch[] {
  const matches = matchColumns({
    fileColumns: fieldNames(head),
    table,
    map: plan.map,
    ignore: plan.ignoreColumns,
    byPosition: head.names === null,
  });
  if (matches.length > 0) return matches;
  throw new SluiceError('COLUMN_MISMATCH', 'No column of the file is left to load.', {
    hint: 'Name fewer columns in --ignore-columns.',
  });
}

async function encodedColumns(
  client: Client,
  head: CsvHead,
  matches: readonly ColumnMatch[],
): Promise<EncodedColumn[]> {
  const session = await readSession(client);
  const names = fieldNames(head);
  return matches.map(({ fileIndex, column }) => ({
    field: fileIndex,
    name: head.names === null ? column.name : names[fileIndex],
    type: column.type,
    nullable: !column.notNull,
    codec: codecFor(column.type, session),
  }));
}

function fieldNames(head: CsvHead): readonly string[] {
  return head.names ?? Array.from({ length: head.width }, (_, index) => `column_${index + 1}`);
}
