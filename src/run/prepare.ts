import type { LoadPlan } from '../config/load-plan.js';
import type { Client } from '../postgres/client.js';
import type { Database } from '../postgres/database.js';
import { readTable } from '../postgres/catalog.js';
import { runFlagSql } from '../postgres/flag-sql.js';
import { readSession } from '../postgres/session.js';
import { readUnder } from '../postgres/transaction-settings.js';
import type { SessionSettings } from '../schema/codecs/codec.js';
import type { TableName, TargetTable } from '../schema/table.js';
import type { ProgramResources } from '../transforms/record/program-resources.js';
import { inferColumns } from './infer-columns.js';
import { keyOfNoTable } from './landing/load-key.js';
import { agreedColumns } from './reading/agreed-columns.js';
import type { RecordSource } from './reading/record-source.js';
import { withBrought } from './reading/with-brought.js';
import { repeatable } from './reading/repeatable.js';
import { withTypesBefore } from './reading/with-types-before.js';
import type { Releasers } from './releasers.js';
import type { RunContext } from './run-context.js';
import { connectFor, learnDateOrder } from './run-database.js';
import { createTable, openTarget, targetExists, targetName } from './target.js';
import { meetTable, type TargetColumns } from './target-columns.js';
import { Transaction } from './transaction.js';

/** Both ends of a load, met: the transaction has begun, and nothing has been sent. */
export interface Prepared {
  readonly inputs: readonly RecordSource[];
  readonly client: Client;
  readonly transaction: Transaction;
  readonly session: SessionSettings;
  readonly table: TargetTable;
  readonly tableCreated: boolean;
  readonly columns: TargetColumns;
}

/** What the preparation starts from. */
export interface PrepareOptions {
  readonly plan: LoadPlan;
  readonly context: RunContext;
  readonly releasers: Releasers;
  readonly database: Database;
  readonly resources: ProgramResources;
  /** The opened inputs, which their opener lets go of. */
  readonly inputs: readonly RecordSource[];
}

/**
 * Finds or makes the target, and has the inputs' columns meet the table's.
 *
 * @throws SluiceError HEADERS_DIFFER, TABLE_MISSING, TABLE_UNSUITABLE, COLUMN_MISMATCH, and what the sources and the
 * database throw.
 */
export async function prepare(options: PrepareOptions): Promise<Prepared> {
  const { plan, releasers, database } = options;
  const agreed = agreedColumns(options.inputs);
  const client = await connectFor(plan.reading, database);
  await learnDateOrder(client, options);
  const name = targetName(plan.target, options.inputs);
  const made = (await isToBeMade(client, name, options)) ? await columnsOfNewTable(options) : null;
  const transaction = await Transaction.begin(client, plan.write.settings);
  releasers.defer(() => transaction.rollback());
  for (const sql of plan.write.before) await runFlagSql(client, { flag: '--before', sql });
  const tableCreated = made !== null && (await readTable(client, name)) === null;
  if (tableCreated) await createTable(client, { name, ...made, added: plan.addedColumns }, plan.target);
  const table = await openTarget(client, name);
  const inputs = made?.inputs ?? options.inputs;
  const columns = meetTable({
    agreed: withBrought(made?.agreed ?? agreed, { inputs, table, plan: plan.target }),
    table,
    plan: plan.target,
    addedColumns: plan.addedColumns,
    isFlattened: plan.reading.json.flatten,
    hasLateKeys: inputs.every(({ format }) => format !== 'csv'),
    code: plan.transform.code,
  });
  return { inputs, client, transaction, session: await readSession(client), table, tableCreated, columns };
}

/** What is missing before the SQL of `--before` has run may be there after it. */
async function isToBeMade(client: Client, name: TableName, { plan, database }: PrepareOptions): Promise<boolean> {
  const { before, key, settings } = plan.write;
  const mayCreate = plan.create || database.embedded;
  if (before.length > 0 && !mayCreate) return false;
  const exists = await readUnder(client, settings, () => targetExists({ client, name, mayCreate }));
  if (!exists && key !== null && before.length === 0) throw keyOfNoTable(key, name);
  return !exists;
}

/** Reads the inputs a first time, to make the table after them. */
async function columnsOfNewTable({ plan, context, releasers, inputs }: PrepareOptions) {
  const again = await repeatable(inputs, { context, releasers });
  const { names, types, typeBefore } = await inferColumns(again, plan.reading, context.io.signal);
  const typed = withTypesBefore(again, typeBefore);
  return { inputs: typed, agreed: { names, width: types.length }, fileColumns: names ?? types.map(() => ''), types };
}
