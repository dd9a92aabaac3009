import { once } from 'node:events';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import type { EncodedBatch } from '../../../../src/batch/encoded-batch.js';
import { CopyLane } from '../../../../src/sinks/copy/copy-lane.js';
import { CopySink } from '../../../../src/sinks/copy/copy-sink.js';
import { batchOf } from '../../../support/batches.js';
import { FakeCopyClient, type FakeBehaviour } from '../../../support/fake-copy-client.js';

const IMAGE_BYTES = 256 * 1024;

/** A sink, and batches for it that count how many of them are out. */
function bench(behaviour: FakeBehaviour = {}): {
  client: FakeCopyClient;
  sink: CopySink;
  make: () => EncodedBatch;
  made: number;
  out: number;
} {
  const client = new FakeCopyClient({ rowBytes: IMAGE_BYTES, ...behaviour });
  const lane = new CopyLane(client, {
    table: 't',
    copySql: (format) => `COPY t (${format})`,
    statementBytes: 4 * IMAGE_BYTES,
  });
  const state = {
    client,
    sink: new CopySink(lane),
    made: 0,
    out: 0,
    make: (): EncodedBatch => {
      state.made++;
      state.out++;
      const image = Buffer.alloc(IMAGE_BYTES);
      return { batch: batchOf([['a']]), format: 'binary', image, release: () => (state.out -= 1) };
    },
  };
  return state;
}

function* times(count: number, make: () => EncodedBatch): Generator<EncodedBatch> {
  for (let index = 0; index < count; index++) yield make();
}

describe('a pipeline that goes well', () => {
  test('finishes once, when the server has acknowledged all', async () => {
    const state = bench();
    const events: string[] = [];
    for (const name of ['finish', 'close', 'error']) state.sink.on(name, () => events.push(name));
    await pipeline(Readable.from(times(10, state.make)), state.sink);
    await turn();
    expect(events).toEqual(['finish', 'close']);
    expect(state.client.statements.map(({ outcome }) => outcome)).toEqual(['done', 'done', 'done']);
    expect(state.out).toBe(0);
  });
});

describe('a slow server bounds what is in flight', () => {
  test.each([
    ['it takes nothing', { blocked: true }],
    ['it does not even answer', { silent: true }],
  ])('%s', async (_, behaviour) => {
    const state = bench(behaviour);
    const endless = Readable.from(times(1000, state.make), { highWaterMark: 1 });
    endless.pipe(state.sink);
    for (let count = 0; count < 50; count++) await turn();
    expect(state.made).toBeLessThan(12);
    expect(state.out).toBe(state.made);
    endless.destroy();
  });
});

describe('abandon', () => {
  test('in the middle: breaks off, and takes the rest and gives it back without sending it', async () => {
    const state = bench();
    const source = Readable.from(times(40, state.make), { highWaterMark: 1 });
    const done = pipeline(source, state.sink);
    await turn();
    await turn();
    await Promise.all([state.sink.abandon(), state.sink.abandon()]);
    await done;
    expect(state.made).toBe(40);
    expect(state.out).toBeLessThan(5);
    expect(state.client.statements.at(-1)?.outcome).toBe('broken off');
  });

  test('while a write waits for the socket', async () => {
    const state = bench({});
    state.sink.write({ ...state.make(), image: Buffer.alloc(4 << 20) });
    await state.sink.abandon();
    state.sink.end();
    await once(state.sink, 'finish');
    expect(state.client.statements.map(({ outcome }) => outcome)).toEqual(['broken off']);
  });

  test('before the first batch, and after the last', async () => {
    const early = bench();
    await early.sink.abandon();
    await pipeline(Readable.from(times(2, early.make)), early.sink);
    expect([early.client.statements.length, early.out]).toEqual([0, 0]);
    const late = bench();
    await pipeline(Readable.from(times(2, late.make)), late.sink);
    await late.sink.abandon();
    expect(late.client.statements.map(({ outcome }) => outcome)).toEqual(['done']);
  });
});

describe('a pipeline that fails', () => {
  test('the server: the error comes out once, and abandon still resolves', async () => {
    const error = new Error('no');
    const state = bench({ failure: { afterBytes: 2 * IMAGE_BYTES, error } });
    const errors: unknown[] = [];
    state.sink.on('error', (one) => errors.push(one));
    await expect(pipeline(Readable.from(times(40, state.make)), state.sink)).rejects.toBe(error);
    await state.sink.abandon();
    await turn();
    expect(errors).toEqual([error]);
  });

  test('the source: abandon breaks the statement off', async () => {
    const state = bench();
    async function* broken(): AsyncGenerator<EncodedBatch> {
      yield state.make();
      await turn();
      throw new Error('the cable was pulled');
    }
    await expect(pipeline(Readable.from(broken()), state.sink)).rejects.toThrow('the cable was pulled');
    await state.sink.abandon();
    expect(state.client.statements.map(({ outcome }) => outcome)).toEqual(['broken off']);
  });
});
