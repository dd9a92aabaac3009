import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import type { EncodedBatch } from '../../../../src/batch/encoded-batch.js';
import { CopyLanes } from '../../../../src/sinks/copy/copy-lanes.js';
import { CopySink } from '../../../../src/sinks/copy/copy-sink.js';
import { IMAGE_BYTES, laneBench, type LaneBench, laneTarget } from '../../../support/lane-bench.js';
import type { FakeBehaviour } from '../../../support/fake-copy-client.js';

/** A sink on one lane. */
function bench(behaviour: FakeBehaviour = {}): LaneBench & { readonly lanes: CopyLanes; readonly sink: CopySink } {
  const state = laneBench([behaviour]);
  const lanes = new CopyLanes(state.copyLanes, laneTarget().target.rejects);
  return { ...state, lanes, sink: new CopySink(lanes) };
}

function* times(count: number, make: () => EncodedBatch): Generator<EncodedBatch> {
  for (let index = 0; index < count; index++) yield make();
}

describe('a pipeline that goes well', () => {
  test('finishes once, when all has been handed over; the lanes end with the run', async () => {
    const { sink, lanes, make, clients, count } = bench();
    const events: string[] = [];
    for (const name of ['finish', 'close', 'error']) sink.on(name, () => events.push(name));
    await pipeline(Readable.from(times(10, make)), sink);
    await turn();
    expect(events).toEqual(['finish', 'close']);
    expect(sink.rows).toBe(10);
    await lanes.finish();
    expect(clients[0].statements.map(({ outcome }) => outcome)).toEqual(['done', 'done', 'done']);
    expect([lanes.loaded, count.out]).toEqual([10, 0]);
  });
});

describe('a slow server bounds what is in flight', () => {
  test.each([
    ['it takes nothing', { blocked: true }],
    ['it does not even answer', { silent: true }],
  ])('%s', async (_, behaviour) => {
    const { sink, make, count } = bench(behaviour);
    const endless = Readable.from(times(1000, make), { highWaterMark: 1 });
    endless.pipe(sink);
    for (let turns = 0; turns < 50; turns++) await turn();
    expect(count.made).toBeLessThan(12);
    expect(count.out).toBe(count.made);
    endless.destroy();
  });
});

describe('lanes that are abandoned', () => {
  test('in the middle: the sink takes the rest and gives it back without sending it', async () => {
    const { sink, lanes, make, clients, count } = bench();
    const source = Readable.from(times(40, make), { highWaterMark: 1 });
    const done = pipeline(source, sink);
    await turn();
    await turn();
    await Promise.all([lanes.abandon(), lanes.abandon()]);
    await done;
    expect(count.made).toBe(40);
    expect(count.out).toBeLessThan(5);
    expect(clients[0].statements.at(-1)?.outcome).toBe('broken off');
  });

  test('while a write waits for the socket', async () => {
    const { sink, lanes, make, clients } = bench();
    const done = pipeline(Readable.from([{ ...make(), image: Buffer.alloc(4 << 20) }]), sink);
    await turn();
    await lanes.abandon();
    await done;
    expect(clients[0].statements.map(({ outcome }) => outcome)).toEqual(['broken off']);
  });

  test('before the first batch, and after the last', async () => {
    const early = bench();
    await early.lanes.abandon();
    await pipeline(Readable.from(times(2, early.make)), early.sink);
    expect([early.clients[0].statements.length, early.count.out]).toEqual([0, 0]);
    const late = bench();
    await pipeline(Readable.from(times(2, late.make)), late.sink);
    await late.lanes.finish();
    await late.lanes.abandon();
    expect(late.clients[0].statements.map(({ outcome }) => outcome)).toEqual(['done']);
  });
});

describe('a pipeline that fails', () => {
  test('the server: the error comes out once, and abandon still resolves', async () => {
    const error = new Error('no');
    const { sink, lanes, make } = bench({ failure: { afterBytes: 2 * IMAGE_BYTES, error } });
    const errors: unknown[] = [];
    sink.on('error', (one) => errors.push(one));
    await expect(pipeline(Readable.from(times(40, make)), sink)).rejects.toBe(error);
    await lanes.abandon();
    await turn();
    expect(errors).toEqual([error]);
  });

  test('the source: abandon breaks the statement off', async () => {
    const { sink, lanes, make, clients } = bench();
    async function* broken(): AsyncGenerator<EncodedBatch> {
      yield make();
      await turn();
      throw new Error('the cable was pulled');
    }
    await expect(pipeline(Readable.from(broken()), sink)).rejects.toThrow('the cable was pulled');
    await lanes.abandon();
    expect(clients[0].statements.map(({ outcome }) => outcome)).toEqual(['broken off']);
  });
});
