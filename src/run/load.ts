import { resolve } from 'node:path';
import type { LoadPlan } from '../config/load-plan.js';
import { SluiceError } from '../errors/sluice-error.js';
import { openDatabase } from '../postgres/database.js';
import { databaseError } from '../postgres/errors.js';
import type { RunSummary } from '../report/summary.js';
import { assertWritable } from '../sinks/rejects/assert-writable.js';
import { RejectFiles } from '../sinks/rejects/reject-files.js';
import { assertAccounted } from './accounting.js';
import { openInput } from './csv-input.js';
import { prepare, type Prepared } from './prepare.js';
import { Releasers } from './releasers.js';
import { RunAccount } from './run-account.js';
import type { RunContext } from './run-context.js';
import { RunRejects } from './run-rejects.js';
import { createTransfer, type Transfer } from './transfer.js';

/**
 * Loads one source into one table, in one transaction. Whatever happens, the connection is closed and the summary
 * says how it ended: this never rejects.
 */
export async function runLoad(plan: LoadPlan, context: RunContext): Promise<RunSummary> {
  const releasers = new Releasers();
  const account = new RunAccount(plan.input, plan.dryRun);
  try {
    await load({ plan, context, account, releasers });
  } catch (error) {
    account.error = errorOf(error, context.io.signal);
  }
  const late = await releasers.releaseAll();
  if (late !== null) account.error ??= errorOf(late.error, context.io.signal);
  return account.summary(context.digest);
}

/** What the phases of a run share. */
interface Run {
  readonly plan: LoadPlan;
  readonly context: RunContext;
  readonly account: RunAccount;
  readonly releasers: Releasers;
}

async function load(run: Run): Promise<void> {
  const { plan, context, account, releasers } = run;
  const { env, cwd, signal } = context.io;
  const source = await openInput(plan, context);
  releasers.defer(() => source.close());
  await assertWritable({ folder: resolve(cwd, plan.rejectsDir), source: source.ref });
  const database = await openDatabase({ db: plan.db ?? undefined, env, cwd, signal, onNotice: context.notice });
  releasers.defer(() => database.close());
  account.database = database.label;
  const prepared = await prepare({ plan, context, releasers, database, source });
  account.table = prepared.table.name;
  account.tableCreated = prepared.tableCreated;
  await transferAndSettle(run, prepared);
}

async function transferAndSettle(run: Run, prepared: Prepared): Promise<void> {
  const { plan, context, account, releasers } = run;
  const files = rejectFiles(run, prepared);
  releasers.defer(async () => {
    account.rejectFiles = await files.close();
  });
  const rejects = new RunRejects({
    budget: plan.budget,
    listeners: [files, context.digest],
    drained: () => files.drained(),
    onOverBudget: () => void transfer.sink.abandon().then(() => prepared.transaction.rollback()),
  });
  const progress = context.startProgress(prepared.source.size);
  const transfer = createTransfer({
    plan,
    prepared,
    rejects,
    onProgress: (counts) => {
      account.bytes = counts.bytes;
      progress.update(counts);
    },
  });
  releasers.defer(() => transfer.sink.abandon());
  try {
    await transfer.run(context.io.signal);
  } finally {
    progress.stop();
    Object.assign(account, { read: transfer.recordsRead(), rejected: rejects.records, stoppedEarly: rejects.enough });
  }
  await settle(run, prepared, { transfer, rejects, files });
}

function rejectFiles({ plan, context }: Run, { source, head }: Prepared): RejectFiles {
  return new RejectFiles({ folder: resolve(context.io.cwd, plan.rejectsDir), source: source.ref, header: head.raw });
}

/** Everything has been read and acknowledged: decides whether it is kept. */
async function settle(
  { plan, account }: Run,
  { source, transaction }: Prepared,
  { transfer, rejects, files }: { transfer: Transfer; rejects: RunRejects; files: RejectFiles },
): Promise<void> {
  account.acknowledged = transfer.lane.loaded;
  account.rejectFiles = await files.close();
  if (rejects.exceeds(account.read)) throw tooManyRejects(plan, account);
  assertAccounted({ ...account, loaded: account.acknowledged, filtered: 0, skipped: 0 });
  await source.assertUnchanged();
  if (plan.dryRun) {
    await transaction.rehearseCommit();
    return;
  }
  await transaction.commit();
  account.committed = true;
}

function tooManyRejects({ budget }: LoadPlan, { rejected, read }: RunAccount): SluiceError {
  const allowed = budget.kind === 'count' ? `${budget.limit}` : `${budget.limit}%`;
  const message = `${rejected} of ${read} records were rejected, and --max-errors allows ${allowed}: nothing was loaded.`;
  return new SluiceError('TOO_MANY_REJECTS', message, {
    hint: 'Correct the rejected records, or allow for them with --max-errors N or N%.',
  });
}

/** After an interrupt everything fails in its own way; the interrupt is what counts. */
function errorOf(error: unknown, signal: AbortSignal): SluiceError {
  return databaseError(signal.aborted ? signal.reason : error);
}
