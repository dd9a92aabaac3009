import { Readable } from 'node:stream';
import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { resolveLoadPlan } from '../../../src/config/load-plan.js';
import { RejectDigest } from '../../../src/report/digest.js';
import type { ProgressCounts } from '../../../src/report/progress.js';
import { Interrupt } from '../../../src/run/interrupt.js';
import { Releasers } from '../../../src/run/releasers.js';
import { RunAccount } from '../../../src/run/run-account.js';
import type { RunContext } from '../../../src/run/run-context.js';
import { RunRejects } from '../../../src/run/run-rejects.js';
import type { Run } from '../../../src/run/run.js';
import { runTransfers } from '../../../src/run/transfers.js';
import { newResources } from '../../../src/transforms/record/program-resources.js';
import { recordSource } from '../../support/record-sources.js';
import { rejectedRecord } from '../../support/rejected.js';
import { bytesSource } from '../../support/sources.js';
import { TextSink } from '../../support/text-sink.js';
import { plainSpelling } from '../../../src/schema/spelling/spelling-for.js';
import { unchanged } from '../../support/unchanged.js';

/** A run that shows its progress to a test. */
function runOf(jobs: number, signal = new AbortController().signal) {
  const shown = { totalBytes: -1 as number | null, updates: [] as ProgressCounts[], stopped: 0 };
  const context: RunContext = {
    io: { stdin: Readable.from([]), stdout: new TextSink(), stderr: new TextSink(), env: {}, cwd: '/', signal },
    notice: () => undefined,
    digest: new RejectDigest(),
    startProgress: (totalBytes) => {
      shown.totalBytes = totalBytes;
      return {
        update: (counts) => shown.updates.push(counts),
        log: () => undefined,
        stop: () => {
          shown.stopped++;
        },
      };
    },
  };
  const run: Run = {
    plan: resolveLoadPlan(['x'], { jobs }),
    context,
    account: new RunAccount('load', false),
    releasers: new Releasers(),
    interrupt: new Interrupt(signal),
    resources: newResources(new AbortController().signal, plainSpelling),
  };
  const rejects = new RunRejects({
    budget: { kind: 'count', limit: 0 },
    listeners: [],
    drained: () => Promise.resolve(),
  });
  return { run, rejects, shown };
}

/** Transfers that note when they run; each takes `turns` turns of the event loop, and ends early when it is told to. */
function transfersOf(count: number, fail: (index: number) => Error | null = () => null) {
  const state = { running: 0, most: 0, started: [] as number[], aborted: [] as number[] };
  const transfers = Array.from({ length: count }, (_, index) => {
    let read = 0;
    return {
      input: recordSource({ names: ['a'], source: bytesSource(Buffer.alloc(10), 10, `${index}.csv`) }),
      counts: () => ({ read, sent: read, repaired: 0 }),
      async run(signal: AbortSignal, onProgress: () => void): Promise<void> {
        state.started.push(index);
        state.most = Math.max(state.most, ++state.running);
        try {
          for (let turns = 0; turns < 5; turns++) {
            await turn();
            if (signal.aborted) state.aborted.push(index);
            signal.throwIfAborted();
            read++;
            onProgress();
          }
          const error = fail(index);
          if (error !== null) throw error;
        } finally {
          state.running--;
        }
      },
    };
  });
  return { transfers, state };
}

describe('transfers that go well', () => {
  test.each([
    [1, 1],
    [2, 2],
    [3, 3],
    [64, 7],
  ])('with --jobs %i, of seven %i run at a time', async (jobs, most) => {
    const { run, rejects } = runOf(jobs);
    const { transfers, state } = transfersOf(7);
    await runTransfers(run, transfers, { rejects });
    expect([state.most, state.running, state.started.length]).toEqual([most, 0, 7]);
  });

  test('start in the order in which the inputs were named; the caller may ask for fewer at a time', async () => {
    const { run, rejects } = runOf(4);
    const { transfers, state } = transfersOf(5);
    await runTransfers(run, transfers, { rejects, jobs: 1 });
    expect([state.most, state.started]).toEqual([1, [0, 1, 2, 3, 4]]);
  });

  test('are accounted for one by one', async () => {
    const { run, rejects, shown } = runOf(2);
    const { transfers } = transfersOf(3);
    rejects.add({ ...rejectedRecord(2), place: { ...rejectedRecord(2).place, source: transfers[1].input.source.ref } });
    await runTransfers(run, transfers, { rejects });
    expect(run.account.sources).toEqual([
      { name: '0.csv', bytes: 0, read: 5, sent: 5, rejected: 0, repaired: 0, ...unchanged },
      { name: '1.csv', bytes: 0, read: 5, sent: 5, rejected: 1, repaired: 0, ...unchanged },
      { name: '2.csv', bytes: 0, read: 5, sent: 5, rejected: 0, repaired: 0, ...unchanged },
    ]);
    expect(shown).toMatchObject({ totalBytes: 30, stopped: 1 });
    expect(shown.updates.at(-1)).toEqual({ bytes: 0, records: 15, rejected: 1 });
  });

  test('of unknown size have no total', async () => {
    const { run, rejects, shown } = runOf(1);
    const { transfers } = transfersOf(2);
    const source = { ...transfers[1].input.source, size: null };
    const piped = { ...transfers[1], input: recordSource({ names: ['a'], source }) };
    await runTransfers(run, [transfers[0], piped], { rejects });
    expect(shown.totalBytes).toBe(null);
  });

  test('none at all', async () => {
    const { run, rejects, shown } = runOf(1);
    await runTransfers(run, [], { rejects });
    expect([run.account.sources, shown.stopped]).toEqual([[], 1]);
  });
});

describe('a transfer that fails', () => {
  const error = new Error('the cable was pulled');

  test('stops those that run, starts none of those that wait, and its error is what is thrown', async () => {
    const { run, rejects, shown } = runOf(2);
    const { transfers, state } = transfersOf(6, (index) => (index === 0 ? error : null));
    const late = transfers[1].run.bind(transfers[1]);
    transfers[1].run = async (signal, onProgress) => {
      await turn();
      await late(signal, onProgress);
    };
    await expect(runTransfers(run, transfers, { rejects })).rejects.toBe(error);
    expect(state).toMatchObject({ running: 0, aborted: [1], started: [0, 1] });
    expect(run.account.sources.map(({ sent }) => sent)).toEqual([
      5,
      expect.toSatisfy((sent: number) => sent < 5),
      0,
      0,
      0,
      0,
    ]);
    expect(shown.stopped).toBe(1);
  });

  test('is waited for by no one in vain: what fails after it is let go of', async () => {
    const { run, rejects } = runOf(3);
    const errors = [0, 1, 2].map((index) => new Error(`${index}`));
    const { transfers } = transfersOf(3, (index) => errors[index]);
    await expect(runTransfers(run, transfers, { rejects })).rejects.toBe(errors[0]);
  });

  test('an interrupt stops all, and nothing is started after it', async () => {
    const abort = new AbortController();
    const { run, rejects } = runOf(2, abort.signal);
    const { transfers, state } = transfersOf(4);
    const reason = new Error('SIGINT');
    const running = runTransfers(run, transfers, { rejects });
    await turn();
    abort.abort(reason);
    await expect(running).rejects.toBe(reason);
    expect([state.running, state.started]).toEqual([0, [0, 1]]);
  });

  test('an interrupt before the first does not pass for success', async () => {
    const abort = new AbortController();
    const { run, rejects } = runOf(2, abort.signal);
    const reason = new Error('SIGINT');
    abort.abort(reason);
    await expect(runTransfers(run, transfersOf(2).transfers, { rejects })).rejects.toBe(reason);
  });
});

test('a run with enough rejects has stopped early', async () => {
  const { run, rejects } = runOf(1);
  for (let line = 0; line < 1000; line++) rejects.add(rejectedRecord(line));
  await runTransfers(run, transfersOf(1).transfers, { rejects });
  expect(run.account.stoppedEarly).toBe(true);
});
