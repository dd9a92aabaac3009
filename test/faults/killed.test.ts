/** The process is killed, or told to end, at any moment. */
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { isRunning, judge, momentsFor, startLoad } from '../support/faulted-load.js';
import { loadBench } from '../support/load-bench.js';

const bench = loadBench();
const durations = new Map<number, number>();

/** Milliseconds that a load takes which nothing happens to: the shorter of two. */
async function durationOf(lanes: number): Promise<number> {
  const known = durations.get(lanes);
  if (known !== undefined) return known;
  const duration = Math.min(await measure(lanes), await measure(lanes));
  durations.set(lanes, duration);
  return duration;
}

async function measure(lanes: number): Promise<number> {
  const load = await startLoad({ url: bench.url, lanes });
  const startedAt = performance.now();
  await load.child.ended;
  const duration = performance.now() - startedAt;
  expect((await judge(load, null)).isWhole).toBe(true);
  return duration;
}

async function killAt(moment: number, signal: NodeJS.Signals, lanes: number): Promise<void> {
  const wait = moment * (await durationOf(lanes));
  const load = await startLoad({ url: bench.url, lanes });
  await sleep(wait);
  const isInTime = isRunning(load);
  load.child.process.kill(signal);
  const { exitCode } = await judge(load, isInTime ? signal : null);
  const expected = { SIGKILL: 137, SIGINT: 130, SIGTERM: 143 }[signal as 'SIGKILL' | 'SIGINT' | 'SIGTERM'];
  // A signal that comes after the COMMIT changes nothing.
  expect([expected, 3]).toContain(exitCode);
}

describe.each([1, 2] as const)('--jobs %i', (lanes) => {
  test.each(momentsFor(lanes, 1))('kill -9 at $moment of a run', ({ moment }) => killAt(moment, 'SIGKILL', lanes));

  test.each(momentsFor(lanes, 2))('SIGINT or SIGTERM at $moment of a run', ({ moment, index }) =>
    killAt(moment, index % 2 === 0 ? 'SIGINT' : 'SIGTERM', lanes),
  );
});
