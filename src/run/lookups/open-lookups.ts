import type { Database } from '../../postgres/database.js';
import { NO_SETTINGS, type TransactionSettings } from '../../postgres/transaction-settings.js';
import type { LookupPlan } from '../../schema/transform/column-plan.js';
import type { LookupTable } from '../../transforms/columns/lookup-table.js';
import type { Run } from '../run.js';
import { throwInLookup } from './lookup-errors.js';

/** How the lookups of a run get at a database. */
export interface LookupAccess {
  /** Called once at the most, and only when a query is to be asked. */
  readonly databaseOf: () => Promise<Database>;
  /** What holds in the transactions of queries. Default: what holds in the session */
  readonly settings?: TransactionSettings;
}

/**
 * Reads the tables of all lookups of a run's plan, so that the programs of its readings find them. To be called before any
 * record is read.
 *
 * @throws SluiceError LOOKUP_FAILED, DATABASE_REFUSED and what files and database throw, each with the lookup's place in
 * the pipeline.
 */
export async function openLookups(run: Run, { databaseOf, settings = NO_SETTINGS }: LookupAccess): Promise<void> {
  let database: Database | null = null;
  const open = async (plan: LookupPlan): Promise<LookupTable> => {
    const { from } = plan;
    if (from.kind === 'file') {
      const { readLookupFile } = await import('./read-file.js');
      return readLookupFile(from.path, plan, run);
    }
    database ??= await databaseOf();
    const { readLookupQuery } = await import('./read-query.js');
    return readLookupQuery(from.sql, plan, { run, database, settings });
  };
  for (const { place, changes } of run.plan.transform.columns) {
    for (const change of changes) {
      if (change.kind !== 'lookup') continue;
      const opening = open(change.lookup).catch((error: unknown) => throwInLookup(place, error));
      run.resources.lookups.set(change.lookup, await opening);
    }
  }
}
