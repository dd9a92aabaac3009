import { describe, expect, test } from 'vitest';
import { moveRecord, placeOf, rawRecord, undoubleQuotes } from '../../../src/batch/batch.js';
import { BatchPool } from '../../../src/batch/batch-pool.js';
import { displaySource } from '../../../src/batch/display-source.js';
import { batchOf } from '../../support/batches.js';
import { rejectedRecord } from '../../support/rejected.js';

const shape = { source: { name: 'x.csv' }, width: 2, quote: 0x22 };

describe('BatchPool', () => {
  test('hands out again what came back, emptied', () => {
    const pool = new BatchPool(shape, 64);
    const batch = pool.acquire();
    expect(batch).toMatchObject({ ...shape, recordCount: 0, rejected: [] });
    batch.recordCount = 3;
    batch.rejected.push(rejectedRecord(1));
    pool.release(batch);
    expect(pool.acquire()).toBe(batch);
    expect([batch.recordCount, batch.rejected]).toEqual([0, []]);
    expect(pool.acquire()).not.toBe(batch);
  });

  test('does not keep a block that grew', () => {
    const pool = new BatchPool(shape, 64);
    const batch = pool.acquire();
    batch.bytes = Buffer.alloc(128);
    pool.release(batch);
    expect(pool.acquire()).not.toBe(batch);
  });

  test('hands out what came back before it makes another', () => {
    const pool = new BatchPool(shape, 64);
    const batches = new Set(Array.from({ length: 60 }, () => pool.acquire()));
    for (const batch of batches) pool.release(batch);
    const again = Array.from({ length: 60 }, () => pool.acquire()).filter((batch) => batches.has(batch));
    expect(again).toHaveLength(60);
  });
});

describe('a batch', () => {
  test('knows the place and the bytes of each record', () => {
    const batch = batchOf([
      ['a', 'b\nc'],
      ['d', null],
    ]);
    Object.assign(batch, { byteOffset: 100, firstOrdinal: 8, firstLine: 20 });
    expect(placeOf(batch, 1)).toEqual({ source: batch.source, ordinal: 9, line: 22, byteOffset: 108 });
    expect(rawRecord(batch, 0).toString()).toBe('a,"b\nc"');
  });

  test('closes the gap of a record that has left', () => {
    const batch = batchOf([
      ['a', 'b'],
      ['c', 'say "d"'],
      ['e', null],
    ]);
    const places = [placeOf(batch, 1), placeOf(batch, 2)];
    const forms = [...batch.forms.subarray(2, 6)];
    moveRecord(batch, 1, 0);
    moveRecord(batch, 2, 1);
    expect([placeOf(batch, 0), placeOf(batch, 1)]).toEqual(places);
    expect([...batch.forms.subarray(0, 4)]).toEqual(forms);
    expect([rawRecord(batch, 0).toString(), rawRecord(batch, 1).toString()]).toEqual(['c,"say ""d"""', 'e,']);
  });

  test('undoubles quotes', () => {
    const batch = { ...batchOf([['x']]), bytes: Buffer.from('""a""""b""') };
    const target = Buffer.alloc(10);
    const length = undoubleQuotes(batch, 0, 10, target);
    expect(target.toString('utf8', 0, length)).toBe('"a""b"');
  });
});

describe('displaySource', () => {
  test.each([
    ['-', 'stdin'],
    ['a/b.csv', 'a/b.csv'],
    ['\u001b[2J', '\\x1b[2J'],
  ])('%j', (name, shown) => expect(displaySource(name)).toBe(shown));

  test('cuts', () => expect(displaySource('x'.repeat(50), 10)).toBe(`${'x'.repeat(10)}…`));
});
