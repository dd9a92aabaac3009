/** A resumable load is killed, or told to end, at any moment: the same command, run again, goes on. */
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { isRunning, momentsFor } from '../support/faulted-load.js';
import { loadBench } from '../support/load-bench.js';
import { judgeResumed, measureOf, startResumable } from '../support/resumed-load.js';

const bench = loadBench();
const LIMIT_MS = 60_000;

describe.each([1, 2] as const)('--jobs %i', (lanes) => {
  test.each(momentsFor(lanes, 11))(
    'kill -9 at $moment of a run',
    async ({ moment }) => {
      const { duration } = await measureOf(bench.url, lanes);
      const load = await startResumable({ url: bench.url, lanes });
      await sleep(moment * duration);
      const isInTime = isRunning(load);
      load.child.process.kill('SIGKILL');
      await judgeResumed(load, isInTime ? 'SIGKILL' : null);
    },
    LIMIT_MS,
  );

  test.each(momentsFor(lanes, 12))(
    'SIGINT or SIGTERM at $moment of a run',
    async ({ moment, index }) => {
      const { duration } = await measureOf(bench.url, lanes);
      const load = await startResumable({ url: bench.url, lanes });
      await sleep(moment * duration);
      const signal = index % 2 === 0 ? 'SIGINT' : 'SIGTERM';
      const isInTime = isRunning(load);
      load.child.process.kill(signal);
      const { exitCode } = await judgeResumed(load, isInTime ? signal : null);
      // A signal that comes after the last commit changes nothing.
      expect([signal === 'SIGINT' ? 130 : 143, 3]).toContain(exitCode);
    },
    LIMIT_MS,
  );
});
