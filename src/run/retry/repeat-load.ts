import { rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { LoadPlan } from '../../config/load-plan.js';
import { SluiceError } from '../../errors/sluice-error.js';
import { isTransient } from '../../postgres/transient.js';
import type { RunSummary } from '../../report/summary.js';
import type { RunContext } from '../run-context.js';
import type { Attempt } from './attempt.js';

/** A load, and how it is tried. */
export interface RepeatedLoad {
  readonly plan: LoadPlan;
  readonly context: RunContext;
  /** Tries it once, from the start. Never rejects. */
  readonly attempt: (plan: LoadPlan) => Promise<Attempt>;
  /** Sees whether the database answers. */
  readonly probe: () => Promise<void>;
}

/**
 * Makes a load, and begins it again when it failed for something that passes: nothing of it is in then, since it is one
 * transaction. Never rejects.
 */
export async function repeatLoad(load: RepeatedLoad): Promise<RunSummary> {
  const first = await load.attempt(load.plan);
  const isBlocked = first.failure instanceof SluiceError && first.failure.code === 'LANES_BLOCKED';
  if (isBlocked && first.isRepeatable) return withOneLane(load, first);
  return isWorthAnother(first, load.context) ? retried(load, first) : first.summary;
}

/** On one connection it shows which records are in each other's way. */
async function withOneLane(load: RepeatedLoad, { summary }: Attempt): Promise<RunSummary> {
  const { plan, context } = load;
  context.notice(`${summary.error?.message ?? ''} Starting again with one connection.`);
  await forget(summary, context, plan);
  return repeatLoad({ ...load, plan: { ...plan, reading: { ...plan.reading, jobs: 1 } } });
}

async function retried({ plan, context, attempt, probe }: RepeatedLoad, first: Attempt): Promise<RunSummary> {
  const { retryPolicy, serverGate } = await import('./policies.js');
  const { signal } = context.io;
  const { retries, timeoutSeconds } = plan.retry;
  const deadline = performance.now() + 1000 * timeoutSeconds;
  const policy = retryPolicy(retries, (last) => {
    const mayWait = performance.now() < deadline && !signal.aborted;
    return mayWait && (last === null || isWorthAnother(last, context));
  });
  const gate = serverGate();
  let last = first;
  policy.onRetry(({ attempt: number, delay, ...result }) => {
    const reason = 'error' in result ? result.error.message : (last.summary.error?.message ?? '');
    context.notice(`${reason} Trying again in ${(delay / 1000).toFixed(1)} s (${number} of ${retries}).`);
  });
  const again = async (): Promise<Attempt> => {
    await gate.execute(probe, signal);
    await forget(last.summary, context, plan);
    return (last = await attempt(plan));
  };
  await policy.execute(({ attempt: number }) => (number === 0 ? first : again()), signal).catch(ignore);
  // An interrupt ends an attempt as soon as it has begun, with a summary that says so.
  return signal.aborted ? (await attempt(plan)).summary : last.summary;
}

function isWorthAnother({ failure, isRepeatable }: Attempt, { io }: RunContext): boolean {
  return isRepeatable && isTransient(failure) && !io.signal.aborted;
}

/** What an attempt that counts for nothing has left behind. */
async function forget(
  { rejectFiles }: RunSummary,
  { io, digest, rejectListener }: RunContext,
  { ledger }: LoadPlan,
): Promise<void> {
  digest.clear();
  rejectListener?.clear();
  // What was committed of a resumable load stays, and its rejects too.
  if (ledger.use === 'resumable') return;
  await Promise.all(rejectFiles.map((path) => rm(resolve(io.cwd, path), { force: true })));
}

function ignore(): void {
  // The database was not to be reached in time, or the user has had enough: the last attempt says how it ended.
}
