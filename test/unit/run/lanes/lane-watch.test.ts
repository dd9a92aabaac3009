import { setTimeout as wait } from 'node:timers/promises';
import { expect, test, vi } from 'vitest';
import type { Client } from '../../../../src/postgres/client.js';
import { LaneWatch } from '../../../../src/run/lanes/lane-watch.js';

/** A server that answers each look so; the last answer stays. */
function watchOf(answers: readonly (boolean | Error)[]) {
  let looks = 0;
  const query = async (_sql: string, values: unknown): Promise<unknown> => {
    expect(values).toEqual([[11, 12]]);
    const answer = answers[Math.min(looks++, answers.length - 1)];
    if (answer instanceof Error) throw answer;
    return { rows: [{ blocked: answer }] };
  };
  const client = { query } as unknown as Client;
  const onBlocked = vi.fn();
  const watch = new LaneWatch({ pids: [11, 12], client, onBlocked, interval: 1 });
  return { watch, onBlocked, looks: () => looks };
}

test('one lane waits for another: told once, and then it looks no more', async () => {
  const { onBlocked, looks } = watchOf([false, false, true]);
  await vi.waitFor(() => expect(onBlocked).toHaveBeenCalled());
  await wait(20);
  expect(onBlocked.mock.calls).toMatchObject([[{ code: 'LANES_BLOCKED' }]]);
  expect(looks()).toBe(3);
});

test('a look that fails finds nothing', async () => {
  const { watch, onBlocked, looks } = watchOf([new Error('the connection is gone'), false]);
  await vi.waitFor(() => expect(looks()).toBeGreaterThan(2));
  watch.stop();
  expect(onBlocked).not.toHaveBeenCalled();
});

test('stopped, even in the middle of a look, it tells nothing', async () => {
  const { watch, onBlocked, looks } = watchOf([true]);
  watch.stop();
  await wait(20);
  expect([onBlocked.mock.calls.length, looks()]).toEqual([0, 0]);
});
