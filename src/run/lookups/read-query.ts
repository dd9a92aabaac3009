import { endClient } from '../../postgres/client.js';
import type { Database } from '../../postgres/database.js';
import { LookupQuery } from '../../postgres/lookup-query.js';
import type { TransactionSettings } from '../../postgres/transaction-settings.js';
import type { LookupPlan } from '../../schema/transform/column-plan.js';
import type { LookupTable } from '../../transforms/columns/lookup-table.js';
import { connectFor } from '../run-database.js';
import type { Run } from '../run.js';
import { lookupColumns } from './lookup-columns.js';
import { TableBuilder } from './table-builder.js';

/**
 * Reads the rows of a lookup's query, on a connection of its own that is gone afterwards: a load may then lock the very
 * table that was asked, and no transaction is open for as long as the records take.
 *
 * @throws SluiceError LOOKUP_FAILED, DATABASE_REFUSED, DATABASE_LOST, DATABASE_UNREACHABLE
 */
export async function readLookupQuery(
  sql: string,
  plan: LookupPlan,
  {
    run,
    database,
    settings,
  }: { readonly run: Run; readonly database: Database; readonly settings: TransactionSettings },
): Promise<LookupTable> {
  const client = await connectFor(run.plan.reading, database);
  try {
    const query = await LookupQuery.begin(client, { sql, settings, database: database.label });
    const table = await readTable(query, plan, run);
    await query.end();
    return table;
  } finally {
    await endClient(client);
  }
}

async function readTable(query: LookupQuery, plan: LookupPlan, { context, releasers }: Run): Promise<LookupTable> {
  const names = await query.columns();
  const { key, value, label } = lookupColumns('the query', names, plan);
  const builder = new TableBuilder(`${label} of the lookup's query`, plan.cacheSize, releasers);
  for await (const rows of query.rows([key, value], names.length)) {
    context.io.signal.throwIfAborted();
    for (const [own, found] of rows) builder.add(own, found);
  }
  return builder.table();
}
