import type { LoadPlan } from '../../config/load-plan.js';
import type { Client } from '../../postgres/client.js';
import { openLedger } from '../../postgres/ledger/open-ledger.js';
import { recordFinished } from '../../postgres/ledger/record-finished.js';
import { findUnfinished } from '../../postgres/ledger/find-sources.js';
import { beginRun, endRun } from '../../postgres/ledger/runs.js';
import { asSessionUser } from '../../postgres/transaction-settings.js';
import { displayTable } from '../../schema/identifiers.js';
import { packageVersion } from '../package-version.js';
import type { Prepared } from '../prepare.js';
import type { RecordSource } from '../reading/record-source.js';
import type { Run } from '../run.js';
import type { Attempts } from './attempts.js';
import { knownSources, namesOf, type KnownSource } from './known-sources.js';
import { assertNotElsewhere, partlyLoaded } from './partly-loaded.js';
import { withoutLoaded } from './loaded-before.js';
import { lockSources } from './source-locks.js';
import { tableOid } from './table-oid.js';

/** A load in one transaction that goes into the ledger. */
export interface OnceRun {
  /** The inputs that no finished run has put into the table. */
  readonly inputs: readonly RecordSource[];
  /** Enters them as finished, in the transaction of the load. */
  record(): Promise<void>;
}

/**
 * Finds out which inputs are in the table already. In the load's transaction.
 *
 * @throws SluiceError as `knownSources`, `lockSources` and `openLedger`.
 */
export async function openOnce(
  run: Run<LoadPlan>,
  { prepared, attempts }: { readonly prepared: Prepared; readonly attempts: Attempts },
): Promise<OnceRun> {
  const { plan, context } = run;
  const { client, table } = prepared;
  const { ifRunning, again } = plan.ledger;
  const { settings } = plan.write;
  const sources = await knownSources(run, prepared.inputs);
  const oid = await tableOid(client, table);
  const names = namesOf(sources);
  await lockSources({ client, tableOid: oid, names, ifRunning, context, hadThem: attempts.hadLocks });
  attempts.hadLocks = true;
  const missing = await asSessionUser(client, settings, async () => {
    await openLedger(client);
    const others = await withoutLoaded(run, client, { sources, tableOid: oid, attempts });
    if (!again) await assertNoneBegun(client, oid, others);
    return others;
  });
  const target = { oid, name: displayTable(table.name) };
  return {
    inputs: missing.map(({ input }) => input),
    record: () => asSessionUser(client, settings, () => record(run, client, { sources: missing, target })),
  };
}

/** What a resumable run has left unfinished is in the table: all of it on top of that would be too much. */
async function assertNoneBegun(client: Client, tableOid: number, sources: readonly KnownSource[]): Promise<void> {
  const identities = sources.map(({ identity }) => identity);
  const found = await findUnfinished(client, tableOid, identities);
  for (const [index, before] of found.entries()) {
    if (before !== null) throw partlyLoaded(identities[index].name, before);
  }
  await assertNotElsewhere(client, tableOid, identities);
}

interface Recorded {
  readonly sources: readonly KnownSource[];
  readonly target: { readonly oid: number; readonly name: string };
}

async function record({ account }: Run, client: Client, { sources, target }: Recorded): Promise<void> {
  const number = await beginRun(client, { kind: 'once', table: target, version: packageVersion() });
  const finished = sources.map(({ identity }, index) => {
    const { read: records, rejected, sent } = account.sources[index];
    return { identity, records, loaded: sent - (account.skippedBySource[index] ?? 0), rejected };
  });
  await recordFinished(client, number, target, finished);
  const { acknowledged: loaded, rejected } = account;
  await endRun(client, number, {
    outcome: rejected > 0 ? 'loaded_with_rejects' : 'loaded',
    error: null,
    loaded,
    rejected,
  });
}
