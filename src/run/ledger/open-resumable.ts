import type { LoadPlan } from '../../config/load-plan.js';
import { openLedger } from '../../postgres/ledger/open-ledger.js';
import type { Prepared } from '../prepare.js';
import type { Rejecting } from '../rejecting.js';
import type { Run } from '../run.js';
import type { Attempts } from './attempts.js';
import { inTransaction } from './in-transaction.js';
import { knownSources, namesOf } from './known-sources.js';
import { withoutLoaded } from './loaded-before.js';
import { lockSources } from './source-locks.js';
import { tableOid } from './table-oid.js';
import { takeOver, type ResumableRun } from './take-over.js';

/** What a resumable run is opened with. */
export interface OpenResumableOptions {
  readonly prepared: Prepared;
  readonly rejecting: Rejecting;
  readonly attempts: Attempts;
}

/**
 * Finds out what is missing of the inputs in the table, and enters a run that is to load it.
 *
 * @returns Null when nothing is missing.
 * @throws SluiceError as `knownSources`, `lockSources`, `openLedger` and `takeOver`.
 */
export async function openResumable(run: Run<LoadPlan>, options: OpenResumableOptions): Promise<ResumableRun | null> {
  const { plan, context, account } = run;
  const { prepared, rejecting, attempts } = options;
  const { client, table } = prepared;
  const sources = await knownSources(run, prepared.inputs);
  await keepTable(prepared);
  const oid = await tableOid(client, table);
  const { ifRunning } = plan.ledger;
  await lockSources({ client, tableOid: oid, names: namesOf(sources), ifRunning, context, hadThem: attempts.hadLocks });
  attempts.hadLocks = true;
  const resumable = await inTransaction(client, async () => {
    await openLedger(client);
    const missing = await withoutLoaded(run, client, { sources, tableOid: oid, attempts });
    if (missing.length === 0) return null;
    return takeOver(run, { client, table, tableOid: oid, sources: missing, rejecting, attempts });
  });
  if (resumable === null) return null;
  account.ledgerRun = resumable.number;
  attempts.runs.push(resumable.number);
  rejecting.rejects.before = account.settledBefore;
  return resumable;
}

/** A table that preparing has made is there from now on. Of a table that was there, nothing is to be kept. */
async function keepTable({ transaction, tableCreated }: Prepared): Promise<void> {
  await (tableCreated ? transaction.commit() : transaction.rollback());
}
