/** The connection breaks at the one moment that can't be decided from this side: between COMMIT and its answer. */
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { judge, startLoad } from '../support/faulted-load.js';
import { loadBench } from '../support/load-bench.js';
import { startProxy } from '../support/proxy.js';
import { until } from '../support/until.js';

const bench = loadBench();

describe.each(['--retries 0', ''])('%s', (flags) => {
  test.each([
    { lanes: 1, kind: 'commit-cut', commit: 1, code: 'OUTCOME_UNKNOWN', isIn: true },
    { lanes: 1, kind: 'commit-lost', commit: 1, code: 'OUTCOME_UNKNOWN', isIn: false },
    { lanes: 2, kind: 'commit-cut', commit: 1, code: 'OUTCOME_UNKNOWN', isIn: true },
    { lanes: 2, kind: 'commit-lost', commit: 1, code: 'OUTCOME_UNKNOWN', isIn: false },
    { lanes: 2, kind: 'commit-cut', commit: 2, code: 'PARTLY_COMMITTED', isIn: true },
    { lanes: 2, kind: 'commit-lost', commit: 2, code: 'PARTLY_COMMITTED', isIn: true },
  ] as const)('$kind at COMMIT $commit of $lanes', async ({ lanes, kind, commit, code, isIn }) => {
    const proxy = await startProxy(bench.url, { kind, commit });
    const load = await startLoad({ url: bench.url, via: proxy.url, lanes, flags: flags.split(' ').filter(Boolean) });
    const { exitCode, summary, rows } = await judge(load, kind);
    expect([exitCode, summary?.error?.code, rows > 0]).toEqual([6, code, isIn]);
  });
});

test('a server that does not answer a COMMIT: the first signal comes too late, the second ends the process', async () => {
  const proxy = await startProxy(bench.url, { kind: 'commit-stall' });
  const load = await startLoad({ url: bench.url, via: proxy.url, lanes: 1, flags: ['--shutdown-timeout', '1'] });
  await until(proxy.failed);
  load.child.process.kill('SIGINT');
  await sleep(300);
  load.child.process.kill('SIGINT');
  await load.child.ended;
  proxy.hangUp();
  const { exitCode, rows } = await judge(load, 'commit-stall');
  expect([exitCode, rows]).toEqual([130, 0]);
});
