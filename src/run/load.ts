import type { LoadPlan } from '../config/load-plan.js';
import type { RunSummary } from '../report/summary.js';
import { databaseError } from '../postgres/errors.js';
import type { Database } from '../postgres/database.js';
import { runFlagSql } from '../postgres/flag-sql.js';
import { assertRunAccounted } from './accounting.js';
import { openRunLanding } from './landing/open-run-landing.js';
import { landRows } from './landing/land-rows.js';
import { openLookups } from './lookups/open-lookups.js';
import type { LaneTransactions } from './lanes/lane-transactions.js';
import { openLanes } from './lanes/open-lanes.js';
import type { Attempts } from './ledger/attempts.js';
import { loadResumable } from './ledger/load-resumable.js';
import { openOnce, type OnceRun } from './ledger/once.js';
import { loadTransfers } from './load-transfers.js';
import { prepare, type Prepared } from './prepare.js';
import type { RecordSource } from './reading/record-source.js';
import type { Attempt } from './retry/attempt.js';
import { repeatLoad } from './retry/repeat-load.js';
import { openRunDatabase, probeDatabase } from './run-database.js';
import { openRejecting, type Rejecting } from './rejecting.js';
import type { RunContext } from './run-context.js';
import { openRunInputs, tellFindings } from './run-inputs.js';
import { passMemory } from './pass-memory.js';
import { makeRun, type Run } from './run.js';
import { runTransfers } from './transfers.js';

/**
 * Loads the inputs into one table: all of them, or nothing. Whatever happens, the connections are closed and the summary
 * says how it ended: this never rejects.
 */
export function runLoad(plan: LoadPlan, context: RunContext): Promise<RunSummary> {
  const startedAt = performance.now();
  const attempts: Attempts = { hadLocks: false, runs: [] };
  return repeatLoad({
    plan,
    context,
    attempt: (attempted) => attemptLoad(attempted, context, { startedAt, attempts }),
    probe: () => probeDatabase(plan.target, context),
  });
}

async function attemptLoad(
  plan: LoadPlan,
  context: RunContext,
  { startedAt, attempts }: { readonly startedAt: number; readonly attempts: Attempts },
): Promise<Attempt> {
  let failure: unknown = null;
  let isRepeatable = true;
  const summary = await makeRun({ command: 'load', plan, context, startedAt, isTrial: plan.dryRun }, async (run) => {
    try {
      const inputs = await openRunInputs(plan, run);
      isRepeatable = inputs.every(({ source }) => source.repeatable);
      await load(run, inputs, attempts);
    } catch (error) {
      failure = databaseError(error);
      throw error;
    }
  });
  return { summary, failure, isRepeatable };
}

async function load(run: Run<LoadPlan>, inputs: readonly RecordSource[], attempts: Attempts): Promise<void> {
  const { plan, context, account, releasers, resources } = run;
  tellFindings(inputs, run.context);
  const rejecting = await openRejecting(run, inputs);
  const database = await openRunDatabase(plan.target, run, plan.retry.shutdownSeconds);
  await openLookups(run, { databaseOf: () => Promise.resolve(database), settings: plan.write.settings });
  const prepared = await prepare({ plan, context, releasers, database, resources, inputs });
  account.mode = plan.write.mode;
  account.table = prepared.table.name;
  account.tableCreated = prepared.tableCreated;
  if (plan.ledger.use === 'resumable') return loadResumable(run, { database, prepared, rejecting, attempts });
  await loadAtomic(run, { database, prepared, rejecting, attempts });
}

/** Loads all of the inputs in one transaction, or in several that are committed together. */
async function loadAtomic(run: Run<LoadPlan>, options: LoadOptions): Promise<void> {
  const { plan } = run;
  const { database, rejecting } = options;
  const { rejects } = rejecting;
  const once = plan.ledger.use === 'once' ? await openOnce(run, options) : null;
  const prepared = { ...options.prepared, inputs: once?.inputs ?? options.prepared.inputs };
  if (prepared.inputs.length === 0) return;
  const landing = await openRunLanding(run, prepared, rejects);
  const { lanes, transactions } = await openLanes(run, { database, prepared, landing, rejecting });
  const destination = { ...prepared, carried: landing.carried };
  const transfers = loadTransfers(destination, {
    reading: plan.reading,
    rejects,
    writer: lanes,
    memory: passMemory(run),
  });
  await runTransfers(run, transfers, { rejects, finish: () => landRows(run, lanes, landing) });
  await settle(run, prepared, { transactions, rejecting, once });
}

/** What a load is made with, once both its ends have met. */
interface LoadOptions {
  readonly database: Database;
  readonly prepared: Prepared;
  readonly rejecting: Rejecting;
  readonly attempts: Attempts;
}

interface Settling {
  readonly transactions: LaneTransactions;
  readonly rejecting: Rejecting;
  /** What is to be entered in the ledger along with the rows; null: nothing. */
  readonly once: OnceRun | null;
}

/** Everything has been read and acknowledged: decides whether it is kept. */
async function settle(
  run: Run<LoadPlan>,
  { client, inputs }: Prepared,
  { transactions, rejecting, once }: Settling,
): Promise<void> {
  const { plan, account, interrupt } = run;
  await rejecting.settle();
  assertRunAccounted(account);
  for (const { source } of inputs) await source.assertUnchanged();
  for (const sql of plan.write.after) await runFlagSql(client, { flag: '--after', sql });
  await transactions.checkConstraints();
  await once?.record();
  if (plan.dryRun) return;
  interrupt.close();
  await transactions.commit();
  account.committed = true;
}
