import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import type { CopyFormat, EncodedBatch } from '../../../../src/batch/encoded-batch.js';
import { CopyLane } from '../../../../src/sinks/copy/copy-lane.js';
import type { KeptRows } from '../../../../src/sinks/copy/kept-rows.js';
import { batchOf } from '../../../support/batches.js';
import { FakeCopyClient, type FakeBehaviour } from '../../../support/fake-copy-client.js';
import { laneTarget } from '../../../support/lane-bench.js';
import { rejectedRecord } from '../../../support/rejected.js';

const HEADER = 'PGCOPY\n\u00ff\r\n\0' + '\0'.repeat(8);
const TRAILER = '\u00ff\u00ff';

/** Rows of one byte each, and whether they were given back. */
function rows(text: string, format: CopyFormat = 'binary'): EncodedBatch & { released: number } {
  const encoded = {
    batch: batchOf([...text].map((letter) => [letter])),
    format,
    image: Buffer.from(text),
    rejected: [],
    released: 0,
    release: () => {
      encoded.released++;
    },
  };
  return encoded;
}

function laneOn(behaviour: FakeBehaviour = {}, statementBytes?: number) {
  const client = new FakeCopyClient(behaviour);
  const { target, rejected } = laneTarget();
  const limits = statementBytes === undefined ? {} : { statementBytes };
  return { client, rejected, lane: new CopyLane(client, { ...target, ...limits }) };
}

function serverError(where: string, over: object = {}): Error {
  return Object.assign(new Error('duplicate key'), { code: '23505', severity: 'ERROR', where, ...over });
}

describe('what reaches the server', () => {
  test('one statement: header, images in order, trailer', async () => {
    const { client, lane } = laneOn();
    const batches = [rows('ab'), rows('c')];
    for (const batch of batches) await lane.write(batch);
    await lane.finish();
    expect(client.statements).toHaveLength(1);
    expect(client.statements[0].data.toString('latin1')).toBe(`${HEADER}abc${TRAILER}`);
    expect(lane.loaded).toBe(3);
  });

  test('batches are given back when Postgres has acknowledged their rows, and not before', async () => {
    const { lane } = laneOn();
    const batches = [rows('ab'), rows('c'.repeat(70_000))];
    for (const batch of batches) await lane.write(batch);
    expect(batches.map(({ released }) => released)).toEqual([0, 0]);
    await lane.finish();
    expect(batches.map(({ released }) => released)).toEqual([1, 1]);
  });

  test('text has no frame', async () => {
    const { client, lane } = laneOn();
    await lane.write(rows('ab', 'text'));
    await lane.finish();
    expect(client.statements.map(({ sql, data }) => [sql, data.toString()])).toEqual([
      ['COPY t FROM STDIN (FORMAT text)', 'ab'],
    ]);
  });

  test('a statement ends once it is large enough', async () => {
    const { client, lane } = laneOn({}, 4);
    for (const text of ['ab', 'cd', 'efghij', 'k']) await lane.write(rows(text));
    await lane.finish();
    expect(client.statements.map(({ data }) => data.subarray(19, -2).toString())).toEqual(['abcd', 'efghij', 'k']);
    expect(lane.loaded).toBe(11);
  });

  test('a statement ends when the format changes', async () => {
    const { client, lane } = laneOn();
    for (const format of ['binary', 'text', 'text', 'binary'] as const) await lane.write(rows('ab', format));
    await lane.finish();
    expect(client.statements.map(({ sql }) => /\w+(?=\)$)/.exec(sql)?.[0])).toEqual(['binary', 'text', 'binary']);
    expect(lane.loaded).toBe(8);
  });

  test('nothing was written: nothing is sent', async () => {
    const { client, lane } = laneOn();
    await lane.finish();
    await lane.abort();
    expect(client.statements).toEqual([]);
  });
});

describe('what the server answers', () => {
  test('another count', async () => {
    const { lane } = laneOn({ miscount: -1 });
    await lane.write(rows('abc'));
    await expect(lane.finish()).rejects.toMatchObject({
      code: 'COUNT_MISMATCH',
      message: 'Sluice sent 3 rows in a statement and PostgreSQL counted 2.',
    });
    expect(lane.loaded).toBe(0);
  });

  test('a refused row is a reject with its place and its bytes, across batches', async () => {
    const error = serverError('COPY t, line 4, column a: "x"', { detail: 'It is there.', constraint: 'k' });
    const { lane, rejected } = laneOn({ failure: { afterBytes: 24, error } });
    await lane.write(rows('ab'));
    await lane.write(rows('cde'));
    await lane.finish();
    expect(rejected).toMatchObject([
      {
        place: { line: 2, ordinal: 2 },
        raw: Buffer.from('d'),
        faults: [
          {
            kind: {
              stage: 'database',
              code: 'not_unique',
              sqlstate: '23505',
              constraint: 'k',
              message: 'duplicate key',
            },
            detail: 'It is there.',
          },
        ],
      },
    ]);
    expect(lane.loaded).toBe(0);
  });

  test.each([
    ['a row that was never sent', serverError('COPY t, line 99')],
    ['another table, in a trigger', serverError('COPY other, line 1')],
    ['no row', serverError('SQL statement "x"')],
  ])('%s: the lines among which it is', async (_, error) => {
    const { lane } = laneOn({ failure: { afterBytes: 22, error } });
    await lane.write(rows('ab'));
    await lane.write(rows('c'));
    await expect(lane.finish()).rejects.toMatchObject({
      code: 'DATABASE_REFUSED',
      message: 'test.csv:1 and after: PostgreSQL refused one of these records: duplicate key.',
    });
  });

  test.each([
    ['a missing right', serverError('', { code: '42501' })],
    ['a cancel, though it names a row', serverError('COPY t, line 1', { code: '57014' })],
    ['a lost connection', new Error('Connection terminated unexpectedly')],
  ])('%s: the error as it was', async (_, error) => {
    const { lane } = laneOn({ failure: { afterBytes: 20, error } });
    await lane.write(rows('a'));
    await expect(lane.finish()).rejects.toBe(error);
  });

  test.each([0, 19, 20])('a failure after %i bytes: no call hangs, each tells', async (afterBytes) => {
    const error = new Error('no');
    const { lane } = laneOn({ failure: { afterBytes, error } });
    const write = lane.write(rows('a'));
    await write.catch(() => undefined);
    for (let count = 0; count < 20; count++) await turn();
    await expect(lane.write(rows('b'))).rejects.toBe(error);
    await expect(lane.finish()).rejects.toBe(error);
    await lane.abort();
    await expect(lane.finish()).resolves.toBe(undefined);
  });
});

describe('abort', () => {
  test.each([
    ['before the handshake', async () => undefined],
    ['after the handshake', async () => turn()],
  ])('%s: broken off', async (_, wait) => {
    const { client, lane } = laneOn();
    const batch = rows('ab');
    await lane.write(batch);
    await wait();
    await lane.abort();
    expect(client.statements.map(({ outcome }) => outcome)).toEqual(['broken off']);
    expect(lane.loaded).toBe(0);
  });

  test('while a write waits for room: the write rejects', async () => {
    const { lane } = laneOn();
    const large = { ...rows('ab'), image: Buffer.alloc(3 << 20) };
    const write = lane.write(large);
    const outcome = expect(write).rejects.toThrow('COPY from stdin failed');
    await lane.abort();
    await outcome;
  });

  test.each([0, 1, 2, 3])('while the end is awaited, %i turns into it: neither call hangs', async (turns) => {
    const { lane } = laneOn();
    await lane.write(rows('ab'));
    for (let count = 0; count < 5; count++) await turn();
    const finishing = lane.finish();
    for (let count = 0; count < turns; count++) await turn();
    await Promise.all([finishing.catch(() => undefined), lane.abort()]);
  });

  test('after the end: nothing to do', async () => {
    const { client, lane } = laneOn();
    await lane.write(rows('ab'));
    await lane.finish();
    await lane.abort();
    expect(client.statements[0].outcome).toBe('done');
  });
});

test('a failure in the middle of large writes is an error, not a crash', async () => {
  const error = new Error('the disk is full');
  const { lane } = laneOn({ failure: { afterBytes: 100, error } });
  const writes = Array.from({ length: 8 }, () => lane.write({ ...rows('ab'), image: Buffer.alloc(512 * 1024) }));
  const outcomes = await Promise.allSettled(writes);
  await expect(lane.finish()).rejects.toBe(error);
  await turn();
  await turn();
  expect(outcomes.some(({ status }) => status === 'rejected')).toBe(true);
});

describe('a lane that is told to settle each statement', () => {
  function settlingLane(statementBytes: number, behaviour: FakeBehaviour = {}) {
    const client = new FakeCopyClient(behaviour);
    const settled: [rows: number, rejected: number][] = [];
    const { target } = laneTarget(true);
    const settle = async (kept: KeptRows): Promise<void> => void settled.push([kept.count, kept.rejected]);
    return { client, settled, lane: new CopyLane(client, { ...target, statementBytes, settle }) };
  }

  test('does so once all rows of it are acknowledged, and before they are given back', async () => {
    const { client, settled, lane } = settlingLane(4);
    const batches = ['ab', 'cd', 'e'].map((text) => rows(text));
    await lane.write(batches[0]);
    expect(settled).toEqual([]);
    await lane.write(batches[1]);
    expect(settled).toEqual([[4, 0]]);
    await lane.write(batches[2]);
    await lane.finish();
    expect(settled).toEqual([
      [4, 0],
      [1, 0],
    ]);
    expect(batches.map(({ released }) => released)).toEqual([1, 1, 1]);
    expect(client.statements.map(({ sql }) => sql.split(';')[0])).toEqual(['SAVEPOINT sluice', 'SAVEPOINT sluice']);
  });

  test('rejects alone make a statement that nothing is sent of', async () => {
    const { client, settled, lane } = settlingLane(1000);
    const batch = rows('a');
    batch.batch.recordCount = 0;
    await lane.write({ ...batch, image: Buffer.alloc(0), rejected: [rejectedRecord(2), rejectedRecord(3)] });
    await lane.finish();
    expect([settled, client.statements]).toEqual([[[0, 2]], []]);
  });

  test('too many rejects end one early: they take memory', async () => {
    const { settled, lane } = settlingLane(1 << 30);
    const rejected = Array.from({ length: 4096 }, (_, index) => rejectedRecord(index + 2));
    await lane.write({ ...rows('a'), rejected });
    expect(settled).toEqual([[1, 4096]]);
  });

  test('an aborted one settles nothing', async () => {
    const { settled, lane } = settlingLane(1000);
    await lane.write(rows('a'));
    await lane.abort();
    await lane.finish();
    expect(settled).toEqual([]);
  });
});
