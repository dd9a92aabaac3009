import { setMaxListeners } from 'node:events';
import pLimit from 'p-limit';
import type { RecordSource } from './reading/record-source.js';
import type { SourceAccount } from './run-account.js';
import type { Run } from './run.js';
import type { RunRejects } from './run-rejects.js';

/** How far a transfer is. */
export interface TransferCounts {
  /** Records read so far, good and rejected. */
  readonly read: number;
  /** Records passed on so far. */
  readonly sent: number;
  /** Values whose bad bytes were replaced or stripped so far. */
  readonly repaired: number;
  /** Records that a rule of the user's has left out so far. Default: none */
  readonly filtered?: number;
  /** How many more there are since one became several. Default: none */
  readonly expanded?: number;
  /** A step of a pipeline has had enough of all records of the run. Default: none has */
  readonly isLimited?: boolean | undefined;
  /** Values that were replaced as `onError` says, by the column's name. Default: none */
  readonly replaced?: ReadonlyMap<string, number>;
}

/** The way of one source's records to where they are to go. */
export interface Transfer {
  readonly input: RecordSource;
  /** How far it is. */
  counts(): TransferCounts;
  /**
   * Runs to the end of the source.
   *
   * @param onProgress - Called after each chunk.
   */
  run(signal: AbortSignal, onProgress: () => void): Promise<void>;
}

/** How transfers are run. */
export interface TransferringOptions {
  readonly rejects: RunRejects;
  /** How many at a time. Default: what the plan says. */
  readonly jobs?: number;
  /** What is left to do when all have come to a good end; records may still be rejected in it. */
  readonly finish?: () => Promise<void>;
}

/**
 * Runs the transfers of a run, some at a time, and keeps the account of each. The first that fails ends them all.
 *
 * @throws What the first one threw; the signal's reason when the run was interrupted before all had begun.
 */
export async function runTransfers(
  { plan, context, account }: Run,
  transfers: readonly Transfer[],
  { rejects, jobs = plan.reading.jobs ?? 1, finish = nothing }: TransferringOptions,
): Promise<void> {
  const progress = context.startProgress(totalSize(transfers));
  account.takeStock = () => {
    account.sources = transfers.map((transfer) => sourceAccount(transfer, rejects));
  };
  const keepAccount = (): void => {
    account.takeStock();
    progress.update({ bytes: account.bytes, records: account.read, rejected: rejects.records });
  };
  try {
    const onProgress = atMostEvery(PROGRESS_INTERVAL_MS, keepAccount);
    await allOf(transfers, { jobs, signal: context.io.signal, onProgress });
    await finish();
  } finally {
    progress.stop();
    keepAccount();
    account.stoppedEarly = rejects.enough;
    account.limitReached = transfers.some((transfer) => transfer.counts().isLimited === true);
  }
}

/** Runs all, some at a time; the first that fails ends the others, and is told when they have ended. */
async function allOf(
  transfers: readonly Transfer[],
  { jobs, signal: interrupt, onProgress }: { jobs: number; signal: AbortSignal; onProgress: () => void },
): Promise<void> {
  const stop = new AbortController();
  const signal = eitherOf(interrupt, stop.signal);
  const limit = pLimit(jobs);
  const failures: unknown[] = [];
  const work = async (transfer: Transfer): Promise<void> => {
    try {
      signal.throwIfAborted();
      await transfer.run(signal, onProgress);
    } catch (error) {
      failures.push(error);
      stop.abort();
    }
  };
  await Promise.all(transfers.map((transfer) => limit(work, transfer)));
  if (failures.length > 0) throw failures[0];
}

function nothing(): Promise<void> {
  return Promise.resolve();
}

/** Aborted when one of two is; with as many listeners as there are pipelines, which is no leak. */
function eitherOf(one: AbortSignal, other: AbortSignal): AbortSignal {
  const signal = AbortSignal.any([one, other]);
  setMaxListeners(0, signal);
  return signal;
}

/** With very many inputs, adding up takes longer than a chunk. */
const PROGRESS_INTERVAL_MS = 50;

function atMostEvery(interval: number, work: () => void): () => void {
  let next = 0;
  return () => {
    const now = performance.now();
    if (now < next) return;
    next = now + interval;
    work();
  };
}

function sourceAccount(transfer: Transfer, rejects: RunRejects): SourceAccount {
  const { source } = transfer.input;
  const rejected = rejects.recordsOf(source.ref);
  const { read, sent, repaired, filtered = 0, expanded = 0, replaced = NONE } = transfer.counts();
  const kept = sent - rejects.refusedOf(source.ref);
  return {
    name: source.ref.name,
    bytes: source.position(),
    read,
    rejected,
    sent: kept,
    repaired,
    filtered,
    expanded,
    replaced,
  };
}

const NONE: ReadonlyMap<string, number> = new Map();

function totalSize(transfers: readonly Transfer[]): number | null {
  const sizes = transfers.map(({ input }) => input.source.size);
  return sizes.includes(null) ? null : sizes.reduce<number>((sum, size) => sum + (size ?? 0), 0);
}
