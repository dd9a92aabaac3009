/** The connection is cut, reset or stalled, at any byte. */
import { describe, expect, test } from 'vitest';
import { judge, momentsFor, startLoad, type FaultedLoad } from '../support/faulted-load.js';
import { loadBench } from '../support/load-bench.js';
import { startProxy, type Proxy, type ProxyFault } from '../support/proxy.js';
import { until } from '../support/until.js';

const bench = loadBench();
const sizes = new Map<number, number>();

async function startFaulted(fault: ProxyFault, lanes: number, flags: string[]): Promise<[FaultedLoad, Proxy]> {
  const proxy = await startProxy(bench.url, fault);
  return [await startLoad({ url: bench.url, via: proxy.url, lanes, flags }), proxy];
}

/** Bytes that the busier connection of a load passes which nothing happens to. */
async function bytesOf(lanes: number): Promise<number> {
  const known = sizes.get(lanes);
  if (known !== undefined) return known;
  const [load, { mostBytes }] = await startFaulted({ kind: 'cut', afterBytes: Infinity }, lanes, []);
  expect((await judge(load, null)).isWhole).toBe(true);
  sizes.set(lanes, mostBytes());
  return mostBytes();
}

async function failAt(moment: number, kind: 'cut' | 'reset', lanes: number): Promise<void> {
  const afterBytes = Math.ceil(moment * (await bytesOf(lanes)));
  const [load, { failed }] = await startFaulted({ kind, afterBytes }, lanes, ['--retries', '0']);
  const { exitCode, summary } = await judge(load, kind);
  // With two lanes, the other may take more of the load this time.
  if (failed()) expect([exitCode, summary?.error?.code]).toEqual([6, expect.stringMatching(/^DATABASE_/)]);
  else expect(exitCode).toBe(3);
}

async function failOnceAt(moment: number, kind: 'cut' | 'reset', lanes: number): Promise<void> {
  const afterBytes = Math.ceil(moment * (await bytesOf(lanes)));
  const [load] = await startFaulted({ kind, afterBytes, times: 1 }, lanes, []);
  const { exitCode, isWhole } = await judge(load, `${kind}, and again`);
  expect([exitCode, isWhole]).toEqual([3, true]);
}

/** A server that is silent may yet answer: it is the user who has enough. */
async function stallAt(moment: number, lanes: number): Promise<void> {
  const afterBytes = Math.ceil(moment * (await bytesOf(lanes)));
  const [load, { failed, hangUp }] = await startFaulted({ kind: 'stall', afterBytes }, lanes, [
    '--shutdown-timeout',
    '1',
  ]);
  await until(() => failed() || load.child.process.exitCode !== null);
  const stoppedAt = performance.now();
  load.child.process.kill('SIGTERM');
  await load.child.ended;
  expect(performance.now() - stoppedAt).toBeLessThan(5000);
  hangUp();
  const { exitCode, rows } = await judge(load, 'stall');
  if (failed()) expect([exitCode, rows]).toEqual([143, 0]);
}

describe.each([1, 2] as const)('--jobs %i', (lanes) => {
  const kindOf = (index: number): 'cut' | 'reset' | 'stall' => (['cut', 'reset', 'stall'] as const)[index % 3];

  test.each(momentsFor(lanes, 4))('cut, reset or stalled at $moment of the bytes', ({ moment, index }) => {
    const kind = kindOf(index);
    return kind === 'stall' ? stallAt(moment, lanes) : failAt(moment, kind, lanes);
  });

  test.each(momentsFor(lanes, 5).filter(({ index }) => index % 3 === 0))(
    'cut or reset once at $moment of the bytes, and begun again',
    ({ moment, index }) => failOnceAt(moment, index % 2 === 0 ? 'cut' : 'reset', lanes),
  );
});
