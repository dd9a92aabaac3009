/** The connection of a resumable load breaks: the ledger tells what is in, and the rest follows. */
import { describe, expect, test } from 'vitest';
import { isRunning, momentsFor } from '../support/faulted-load.js';
import { loadBench } from '../support/load-bench.js';
import { startProxy } from '../support/proxy.js';
import { judgeResumed, measureOf, startResumable } from '../support/resumed-load.js';
import { until } from '../support/until.js';

const bench = loadBench();
const LIMIT_MS = 60_000;

describe.each([1, 2] as const)('--jobs %i', (lanes) => {
  test.each(momentsFor(lanes, 14))(
    'the connection cut, reset or stalled at $moment of the bytes',
    async ({ moment, index }) => {
      const afterBytes = Math.ceil(moment * (await measureOf(bench.url, lanes)).bytes);
      const kind = (['cut', 'reset', 'stall'] as const)[index % 3];
      const proxy = await startProxy(bench.url, { kind, afterBytes });
      const flags = kind === 'stall' ? ['--shutdown-timeout', '1'] : ['--retries', '0'];
      const load = await startResumable({ url: bench.url, via: proxy.url, lanes, flags });
      if (kind === 'stall') {
        await until(() => proxy.failed() || !isRunning(load));
        load.child.process.kill('SIGTERM');
        await load.child.ended;
        proxy.hangUp();
      }
      const { exitCode } = await judgeResumed(load, kind);
      if (proxy.failed()) expect(exitCode).toBe(kind === 'stall' ? 143 : 6);
    },
    LIMIT_MS,
  );

  test.each(momentsFor(lanes, 15).filter(({ index }) => index % 3 === 0))(
    'the connection cut once at $moment of the bytes: the run goes on by itself',
    async ({ moment, index }) => {
      const afterBytes = Math.ceil(moment * (await measureOf(bench.url, lanes)).bytes);
      const kind = index % 2 === 0 ? 'cut' : 'reset';
      const proxy = await startProxy(bench.url, { kind, afterBytes, times: 1 });
      const load = await startResumable({ url: bench.url, via: proxy.url, lanes });
      const { exitCode, runs } = await judgeResumed(load, `${kind} once`);
      expect([exitCode, runs]).toEqual([3, 1]);
    },
    LIMIT_MS,
  );

  test.each(
    [1, 2, 3, 4, 5].flatMap((commit) => (['commit-cut', 'commit-lost'] as const).map((kind) => ({ kind, commit }))),
  )(
    '$kind at COMMIT $commit: the ledger tells whether it went through',
    async ({ kind, commit }) => {
      const proxy = await startProxy(bench.url, { kind, commit });
      const load = await startResumable({ url: bench.url, via: proxy.url, lanes });
      const { exitCode, runs } = await judgeResumed(load, kind);
      expect([exitCode, runs]).toEqual([3, 1]);
    },
    LIMIT_MS,
  );
});
