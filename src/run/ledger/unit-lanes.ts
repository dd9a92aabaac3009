import type { LoadPlan } from '../../config/load-plan.js';
import type { Client } from '../../postgres/client.js';
import type { Database } from '../../postgres/database.js';
import { deferredAtOnceSql } from '../../postgres/deferred-constraints.js';
import { qualifiedName } from '../../schema/identifiers.js';
import { CopyLane } from '../../sinks/copy/copy-lane.js';
import { CopyLanes } from '../../sinks/copy/copy-lanes.js';
import { copyTarget } from '../lanes/copy-target.js';
import { laneCount } from '../lanes/lane-count.js';
import type { Prepared } from '../prepare.js';
import type { Rejecting } from '../rejecting.js';
import { connectFor } from '../run-database.js';
import type { Run } from '../run.js';
import type { ResumableRun, ResumedSource } from './take-over.js';
import { StatementUnits, type UnitSource, type UnitsOptions } from './statement-units.js';

/** What lanes are opened for. */
export interface UnitLanesOptions {
  readonly database: Database;
  readonly prepared: Prepared;
  readonly rejecting: Rejecting;
  readonly resumable: ResumableRun;
}

/** What rows are sent through. */
export interface UnitLanes {
  readonly lanes: CopyLanes;
  /** Ends the transactions that have begun and in which nothing was done. */
  readonly end: () => Promise<void>;
}

/**
 * Opens the lanes of a resumable run: each commits every statement by itself. Over budget, sending ends while reading goes
 * on; what was committed stays.
 */
export async function openUnitLanes(run: Run<LoadPlan>, options: UnitLanesOptions): Promise<UnitLanes> {
  const { prepared, rejecting } = options;
  const { rejects } = rejecting;
  const { table, columns } = prepared;
  const landing = { relation: qualifiedName(table.name), name: table.name.name, carried: [] };
  const target = copyTarget(landing, columns, rejects);
  const shared = unitsOptions(run, options, await deferredAtOnceSql(prepared.client, table));
  const lanes: CopyLane[] = [];
  const units: StatementUnits[] = [];
  for (const client of await openConnections(run, options)) {
    const own = await StatementUnits.begin(client, shared);
    run.releasers.defer(() => own.rollback());
    units.push(own);
    lanes.push(new CopyLane(client, { ...target, rejects: own, settle: (rows) => own.settle(rows) }));
  }
  const all = new CopyLanes(lanes, rejects);
  run.releasers.defer(() => all.abandon());
  const end = async (): Promise<void> => {
    await Promise.all(units.map((unit) => unit.rollback()));
  };
  rejects.onOverBudget(() => void all.abandon().then(end));
  return { lanes: all, end };
}

function unitsOptions(
  { plan, account }: Run<LoadPlan>,
  options: UnitLanesOptions,
  deferredSql: string | null,
): UnitsOptions {
  const { rejecting, resumable } = options;
  let turn = Promise.resolve();
  return {
    run: resumable.number,
    sources: new Map(resumable.sources.map((one) => [one.input.source.ref, unitSource(one)])),
    settings: plan.write.settings,
    deferredSql,
    rejects: rejecting.rejects,
    syncRejects: (source) => rejecting.files.synced(source),
    inTurn: (work) => (turn = turn.then(work)),
    onCommitted: (rows) => (account.acknowledged += rows),
  };
}

function unitSource({ input, progress }: ResumedSource): UnitSource {
  return { number: progress.source, assertUnchanged: () => input.source.assertUnchanged() };
}

/** The connection that the load was prepared on, and as many others as there are further lanes. */
async function openConnections({ plan }: Run<LoadPlan>, { database, prepared }: UnitLanesOptions): Promise<Client[]> {
  const clients = [prepared.client];
  const count = await laneCount(plan, prepared);
  try {
    while (clients.length < count) clients.push(await connectFor(plan.reading, database));
  } catch (error) {
    // A server that has no room for more than one need not be told so in a flag.
    if (plan.reading.jobs !== null) throw error;
  }
  return clients;
}
