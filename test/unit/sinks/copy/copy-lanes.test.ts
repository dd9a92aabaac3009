import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { CopyLanes } from '../../../../src/sinks/copy/copy-lanes.js';
import type { FakeBehaviour } from '../../../support/fake-copy-client.js';
import { batchesSentTo, IMAGE_BYTES, laneBench, type LaneBench, laneTarget } from '../../../support/lane-bench.js';

function bench(...behaviours: readonly FakeBehaviour[]): LaneBench & { readonly lanes: CopyLanes } {
  const state = laneBench(behaviours);
  return { ...state, lanes: new CopyLanes(state.copyLanes, laneTarget().target.rejects) };
}

/** Hands batches over from several sources at once, each of which waits for its last. */
async function send({ lanes, make }: ReturnType<typeof bench>, sources: number, batches: number): Promise<void> {
  const one = async (): Promise<void> => {
    for (let sent = 0; sent < batches; sent++) await lanes.write(make());
  };
  await Promise.all(Array.from({ length: sources }, one));
}

const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

describe('every batch goes to exactly one lane', () => {
  test.each([
    [1, 1],
    [1, 5],
    [2, 1],
    [2, 5],
    [3, 2],
    [4, 16],
  ])('%i lanes and %i sources', async (laneCount, sources) => {
    const state = bench(...Array.from({ length: laneCount }, () => ({})));
    await send(state, sources, 8);
    await state.lanes.finish();
    const total = 8 * sources;
    const sent = state.clients.flatMap(batchesSentTo);
    expect(sent.toSorted((one, other) => one - other)).toEqual(upTo(total));
    expect([state.lanes.loaded, state.count.out]).toEqual([total, 0]);
    if (sources >= laneCount) for (const client of state.clients) expect(batchesSentTo(client)).not.toEqual([]);
  });

  test('one lane keeps the order, whoever sends', async () => {
    const state = bench({});
    await Promise.all(upTo(20).map(() => state.lanes.write(state.make())));
    await state.lanes.finish();
    expect(batchesSentTo(state.clients[0])).toEqual(upTo(20));
  });

  test('a lane that is slow does not hold up the others', async () => {
    const state = bench({}, { blocked: true });
    let sent = 0;
    for (let source = 0; source < 12; source++) void state.lanes.write(state.make()).then(() => sent++);
    for (let turns = 0; turns < 200; turns++) await turn();
    expect(batchesSentTo(state.clients[0]).length).toBeGreaterThan(4);
    expect(batchesSentTo(state.clients[1])).toEqual([]);
    expect(sent).toBeGreaterThan(8);
    await state.lanes.abandon();
  });
});

describe('servers that are silent: the reader is made to wait, and nothing piles up', () => {
  test.each([
    [1, 'take nothing', { blocked: true }],
    [2, 'take nothing', { blocked: true }],
    [1, 'do not answer', { silent: true }],
    [2, 'do not answer', { silent: true }],
  ])('%i of them, which %s', async (laneCount, _, behaviour) => {
    const state = bench(...Array.from({ length: laneCount }, () => behaviour));
    void send(state, 1, 1000);
    for (let turns = 0; turns < 100; turns++) await turn();
    const { made, out } = { ...state.count };
    for (let turns = 0; turns < 400; turns++) await turn();
    expect(state.count).toEqual({ made, out });
    // A statement has four batches.
    expect(made).toBeLessThanOrEqual(4 * laneCount);
    expect(state.lanes.loaded).toBe(0);
  });
});

describe('finish', () => {
  test('of nothing sends nothing', async () => {
    const { lanes, clients } = bench({}, {});
    await lanes.finish();
    expect([lanes.loaded, clients.flatMap(({ statements }) => statements)]).toEqual([0, []]);
  });

  test('tells of the lane that is short of rows', async () => {
    const state = bench({}, { miscount: -1 });
    await send(state, 4, 1);
    await expect(state.lanes.finish()).rejects.toMatchObject({ code: 'COUNT_MISMATCH' });
  });
});

describe('abandon', () => {
  test('breaks off every open statement; what still comes is given back unsent', async () => {
    const state = bench({}, {});
    await send(state, 2, 1);
    await Promise.all([state.lanes.abandon(), state.lanes.abandon()]);
    expect(state.lanes.isAbandoned).toBe(true);
    const before = state.count.out;
    await send(state, 3, 5);
    await state.lanes.finish();
    expect([state.count.made, state.count.out]).toEqual([17, before]);
    expect(state.clients.map(({ statements }) => statements.map(({ outcome }) => outcome))).toEqual([
      ['broken off'],
      ['broken off'],
    ]);
    expect(state.lanes.loaded).toBe(0);
  });

  test.each([
    ['the servers take nothing', { blocked: true }],
    ['the servers do not answer', {}],
  ])('while writes wait, for a lane or for the socket: none fails, none hangs (%s)', async (_, behaviour) => {
    const state = bench(behaviour, behaviour);
    const writes = Promise.all(upTo(30).map(() => state.lanes.write(state.make())));
    await turn();
    await state.lanes.abandon();
    await writes;
    await state.lanes.abandon();
    expect(state.count.made).toBe(30);
  });

  test('before anything was sent', async () => {
    const state = bench({}, {});
    await state.lanes.abandon();
    await send(state, 2, 2);
    await state.lanes.finish();
    expect([state.count.out, state.clients.flatMap(({ statements }) => statements)]).toEqual([0, []]);
  });
});

describe('a failure of one lane', () => {
  const error = new Error('no');
  const failing = { failure: { afterBytes: 2 * IMAGE_BYTES, error } };

  test('is told to whoever writes to it; abandon resolves and breaks the others off', async () => {
    const state = bench(failing, {});
    await expect(send(state, 2, 20)).rejects.toBe(error);
    await state.lanes.abandon();
    const [failed, other] = state.clients.map(({ statements }) => statements.map(({ outcome }) => outcome).at(-1));
    expect([failed, other]).toEqual(['failed', 'broken off']);
    expect(state.lanes.loaded % 4).toBe(0);
  });

  test('that shows only at the end is told by finish', async () => {
    const state = bench({ failure: { afterBytes: 19 + IMAGE_BYTES + 2, error } }, {});
    await send(state, 2, 1);
    await expect(state.lanes.finish()).rejects.toBe(error);
    await state.lanes.abandon();
  });

  test('gives its place back: writes after it are told too, and none hangs', async () => {
    const state = bench(failing);
    const writes = await Promise.allSettled(upTo(10).map(() => state.lanes.write(state.make())));
    expect(writes.at(-1)).toEqual({ status: 'rejected', reason: error });
  });
});
