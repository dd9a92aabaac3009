import { relative, resolve } from 'node:path';
import type { LoadPlan } from '../config/load-plan.js';
import { SluiceError } from '../errors/sluice-error.js';
import { traceOf } from '../errors/trace.js';
import { openDatabase, type Database } from '../postgres/database.js';
import { databaseError } from '../postgres/errors.js';
import type { RunSummary } from '../report/summary.js';
import { assertWritable } from '../sinks/rejects/assert-writable.js';
import { RejectFiles } from '../sinks/rejects/reject-files.js';
import { assertAccounted } from './accounting.js';
import { openInput } from './csv-input.js';
import { Interrupt } from './interrupt.js';
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
  const interrupt = new Interrupt(context.io.signal);
  try {
    await load({ plan, context, account, releasers, interrupt });
  } catch (error) {
    account.error = databaseError(interrupt.causeOf(error));
    context.io.stderr.write(traceOf(account.error, context.io.env));
  }
  const late = await releasers.releaseAll();
  if (late !== null) account.error ??= databaseError(interrupt.causeOf(late.error));
  interrupt.release();
  return account.summary(context.digest);
}

/** What the phases of a run share. */
interface Run {
  readonly plan: LoadPlan;
  readonly context: RunContext;
  readonly account: RunAccount;
  readonly releasers: Releasers;
  readonly interrupt: Interrupt;
}

/** How long the server may take to answer after an interrupt, in milliseconds. */
const SERVER_GRACE_MS = 3000;

async function load(run: Run): Promise<void> {
  const { plan, context, account, releasers, interrupt } = run;
  const { env, cwd, signal } = context.io;
  const source = await interrupt.race(openInput(plan, context));
  releasers.defer(() => source.close());
  interrupt.onInterrupt(() => void source.close());
  await assertWritable({ folder: resolve(cwd, plan.rejectsDir), source: source.ref });
  const database = await openDatabase({ db: plan.db ?? undefined, env, cwd, signal, onNotice: context.notice });
  releasers.defer(() => database.close());
  interrupt.onInterrupt(() => breakOff(database));
  account.database = database.label;
  const prepared = await prepare({ plan, context, releasers, database, source });
  account.table = prepared.table.name;
  account.tableCreated = prepared.tableCreated;
  const assembly = assemble(run, prepared);
  await carry(run, prepared, assembly);
  await settle(run, prepared, assembly);
}

/** Asks the server to stop; if it does not answer in time, the connection is cut. */
function breakOff(database: Database): void {
  database.cancel();
  setTimeout(() => void database.close(), SERVER_GRACE_MS).unref();
}

/** The pipeline of a run and where its rejects go. */
interface Assembly {
  readonly transfer: Transfer;
  readonly rejects: RunRejects;
  readonly files: RejectFiles;
}

function assemble(run: Run, prepared: Prepared): Assembly {
  const { plan, context, releasers } = run;
  const folder = resolve(context.io.cwd, plan.rejectsDir);
  const files = new RejectFiles({ folder, source: prepared.source.ref, header: prepared.head.raw });
  releasers.defer(() => keepRejects(run, files));
  const rejects = new RunRejects({
    budget: plan.budget,
    listeners: [files, context.digest],
    drained: () => files.drained(),
    onOverBudget: () => void transfer.sink.abandon().then(() => prepared.transaction.rollback()),
  });
  const transfer = createTransfer({ plan, prepared, rejects });
  releasers.defer(() => transfer.sink.abandon());
  return { transfer, rejects, files };
}

async function carry({ context, account }: Run, { source }: Prepared, { transfer, rejects }: Assembly): Promise<void> {
  const progress = context.startProgress(source.size);
  const onProgress = (bytes: number): void => {
    account.bytes = bytes;
    progress.update({ bytes, records: transfer.recordsRead(), rejected: rejects.records });
  };
  try {
    await transfer.run(context.io.signal, onProgress);
  } finally {
    progress.stop();
    account.read = transfer.recordsRead();
    account.rejected = rejects.records;
    account.stoppedEarly = rejects.enough;
  }
}

/** Everything has been read and acknowledged: decides whether it is kept. */
async function settle(run: Run, prepared: Prepared, { transfer, rejects, files }: Assembly): Promise<void> {
  const { plan, account, interrupt } = run;
  const { source, transaction } = prepared;
  account.acknowledged = transfer.lane.loaded;
  await keepRejects(run, files);
  if (rejects.exceeds(account.read)) throw tooManyRejects(plan, account);
  const { read, rejected, acknowledged } = account;
  assertAccounted({ read, loaded: acknowledged, rejected, filtered: 0, skipped: 0 });
  await source.assertUnchanged();
  await transaction.checkConstraints();
  if (plan.dryRun) return;
  interrupt.close();
  await transaction.commit();
  account.committed = true;
}

/** Writes out the reject files; the summary names them as a person in the working folder would. */
async function keepRejects({ context, account }: Run, files: RejectFiles): Promise<void> {
  const { cwd } = context.io;
  account.rejectFiles = (await files.close()).map((path) => relative(cwd, path));
}

function tooManyRejects({ budget }: LoadPlan, { rejected, read }: RunAccount): SluiceError {
  const allowed = budget.kind === 'count' ? `${budget.limit}` : `${budget.limit}%`;
  const message = `${rejected} of ${read} records were rejected, and --max-errors allows ${allowed}: nothing was loaded.`;
  return new SluiceError('TOO_MANY_REJECTS', message, {
    hint: 'Correct the rejected records, or allow for them with --max-errors N or N%.',
  });
}
