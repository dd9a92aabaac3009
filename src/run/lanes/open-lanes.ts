import { resolve } from 'node:path';
import type { LoadPlan } from '../../config/load-plan.js';
import type { Client } from '../../postgres/client.js';
import type { Database } from '../../postgres/database.js';
import { checkDeferredAtOnce } from '../../postgres/deferred-constraints.js';
import { CopyLane } from '../../sinks/copy/copy-lane.js';
import { CopyLanes } from '../../sinks/copy/copy-lanes.js';
import type { Landing } from '../landing/landing.js';
import type { Prepared } from '../prepare.js';
import type { Rejecting } from '../rejecting.js';
import { connectFor } from '../run-database.js';
import type { Run } from '../run.js';
import { Transaction } from '../transaction.js';
import { copyTarget } from './copy-target.js';
import { laneCount } from './lane-count.js';
import { LaneTransactions, type CommitRecord } from './lane-transactions.js';
import { LaneWatch } from './lane-watch.js';
import { PartlyCommittedFile } from './partly-committed-file.js';

/** What lanes are opened for. */
export interface LanesOptions {
  readonly database: Database;
  readonly prepared: Prepared;
  readonly landing: Landing;
  readonly rejecting: Rejecting;
}

/** What rows are sent through, and the transactions that this happens in. */
export interface OpenLanes {
  readonly lanes: CopyLanes;
  readonly transactions: LaneTransactions;
}

/** Opens what rows are sent through. Over budget, sending ends and everything is undone while reading goes on. */
export async function openLanes(run: Run<LoadPlan>, options: LanesOptions): Promise<OpenLanes> {
  const { rejects } = options.rejecting;
  const { connections, watcher } = await openConnections(run, options);
  const target = copyTarget(options.landing, options.prepared.columns, rejects);
  const parts = connections.map(({ client, transaction }) => ({ transaction, lane: new CopyLane(client, target) }));
  const folder = resolve(run.context.io.cwd, run.plan.rejects.folder);
  const transactions = new LaneTransactions(parts, accounted(run, new PartlyCommittedFile(folder)));
  const lanes = new CopyLanes(
    parts.map(({ lane }) => lane),
    rejects,
  );
  run.releasers.defer(() => lanes.abandon());
  rejects.onOverBudget(() => void lanes.abandon().then(() => transactions.rollback()));
  if (watcher !== null) await watch(run, { lanes, connections, watcher, database: options.database });
  return { lanes, transactions };
}

/** What is in of a load that was committed in part counts as loaded. */
function accounted({ account }: Run, file: CommitRecord): CommitRecord {
  return {
    begin: (lanes) => file.begin(lanes),
    end: () => file.end(),
    fail(part) {
      account.acknowledged = part.rows;
      account.committed = part.rows > 0;
      return file.fail(part);
    },
  };
}

interface Connection {
  readonly client: Client;
  readonly transaction: Transaction;
}

interface Connections {
  /** One for each lane. */
  readonly connections: readonly Connection[];
  /** Looks whether lanes wait for each other; null where there is one. */
  readonly watcher: Client | null;
}

/** The connection that the load was prepared on, and as many others as there are further lanes. */
async function openConnections(run: Run<LoadPlan>, options: LanesOptions): Promise<Connections> {
  const { plan } = run;
  const { client, transaction, table } = options.prepared;
  // What violates a deferred constraint may be mended by --after.
  if (plan.write.after.length === 0) await checkDeferredAtOnce(client, table);
  const first = { client, transaction };
  const count = await laneCount(plan, options.prepared);
  if (count === 1) return { connections: [first], watcher: null };
  try {
    const connections = [first];
    // One after the other: a crowd that comes at once is what servers and poolers turn away.
    while (connections.length < count) connections.push(await openConnection(run, options));
    return { connections, watcher: await options.database.connect('sluice watch') };
  } catch (error) {
    // A server that has no room for more than one need not be told so in a flag.
    if (plan.reading.jobs !== null) throw error;
    return { connections: [first], watcher: null };
  }
}

async function openConnection(
  { plan, releasers }: Run<LoadPlan>,
  { database, prepared }: LanesOptions,
): Promise<Connection> {
  const client = await connectFor(plan.reading, database);
  const transaction = await Transaction.begin(client, plan.write.settings);
  releasers.defer(() => transaction.rollback());
  await checkDeferredAtOnce(client, prepared.table);
  return { client, transaction };
}

interface Watched extends Connections {
  readonly watcher: Client;
  readonly lanes: CopyLanes;
  readonly database: Database;
}

/** A pooler may give a connection's process another number than the server does, so the server is asked. */
async function watch(run: Run, { lanes, connections, watcher, database }: Watched): Promise<void> {
  const pids = await Promise.all(connections.map(({ client }) => pidOf(client)));
  const watching = new LaneWatch({
    pids,
    client: watcher,
    onBlocked: (error) => {
      lanes.fail(error);
      database.cancel();
    },
  });
  run.releasers.defer(() => {
    watching.stop();
    return Promise.resolve();
  });
}

async function pidOf(client: Client): Promise<number> {
  const { rows } = await client.query<{ pid: number }>('SELECT pg_catalog.pg_backend_pid() AS pid');
  return rows[0].pid;
}
