import type { LoadPlan } from '../../config/load-plan.js';
import type { Database } from '../../postgres/database.js';
import { finishSources } from '../../postgres/ledger/finish-sources.js';
import { endRun } from '../../postgres/ledger/runs.js';
import { assertRunAccounted } from '../accounting.js';
import { loadTransfers } from '../load-transfers.js';
import { passMemory } from '../pass-memory.js';
import type { Prepared } from '../prepare.js';
import type { Rejecting } from '../rejecting.js';
import type { Run } from '../run.js';
import { runTransfers } from '../transfers.js';
import type { Attempts } from './attempts.js';
import { inTransaction } from './in-transaction.js';
import { openResumable } from './open-resumable.js';
import type { ResumableRun } from './take-over.js';
import { openUnitLanes } from './unit-lanes.js';

/** What a resumable load is made with. */
export interface ResumableLoadOptions {
  readonly database: Database;
  /** Its transaction is still open. */
  readonly prepared: Prepared;
  readonly rejecting: Rejecting;
  readonly attempts: Attempts;
}

/**
 * Loads what is missing of the inputs, statement by statement: what is in the table and what the ledger says of it always
 * go together, whatever ends the run. Then holds the ledger against what was read.
 *
 * @throws SluiceError SOURCE_CHANGED, ALREADY_RUNNING, SOURCE_TAKEN, TOO_MANY_REJECTS, COUNT_MISMATCH, and what reading and
 * writing throw.
 */
export async function loadResumable(run: Run<LoadPlan>, options: ResumableLoadOptions): Promise<void> {
  const { plan, account, interrupt } = run;
  const { prepared, rejecting } = options;
  const { client } = prepared;
  const resumable = await openResumable(run, options);
  if (resumable === null) return;
  run.releasers.defer(() => noteEnd(run, options, resumable));
  const { rejects } = rejecting;
  if (rejects.exceeds(Infinity)) return rejecting.settle();
  const { lanes, end } = await openUnitLanes(run, { ...options, resumable });
  const inputs = resumable.sources.map(({ input }) => input);
  const progress = new Map(resumable.sources.map((one) => [one.input.source.ref, one.progress]));
  const passage = { reading: plan.reading, rejects, writer: lanes, progress, memory: passMemory(run) };
  await runTransfers(run, loadTransfers({ ...prepared, inputs }, passage), { rejects, finish: () => lanes.finish() });
  await rejecting.settle();
  assertRunAccounted(account);
  for (const { source } of inputs) await source.assertUnchanged();
  interrupt.close();
  await end();
  await inTransaction(client, () => finishSources(client, resumable.number, finished(run, resumable)));
}

/** How many records each source has: those settled before, and those read now. */
function finished({ account }: Run, { sources }: ResumableRun) {
  return sources.map(({ progress }, index) => ({
    source: progress.source,
    records: progress.records + account.sources[index].read,
  }));
}

/** The ledger is as good without it, so nothing hangs on it. */
async function noteEnd(
  { account }: Run,
  { prepared: { client } }: ResumableLoadOptions,
  { number }: ResumableRun,
): Promise<void> {
  account.takeStock();
  const { outcome, error, loaded, rejected } = account;
  const end = { outcome, error: error === null ? null : `${error.code}: ${error.message}`, loaded, rejected };
  await endRun(client, number, end).catch(ignore);
}

function ignore(): void {
  // Whoever reads the ledger sees a run without an end.
}
