import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { NULL_START, placeOf, rawRecord, type Batch } from '../../../src/batch/batch.js';
import { BatchBuilder } from '../../../src/batch/batch-builder.js';
import { BatchPool } from '../../../src/batch/batch-pool.js';
import type { FaultKind } from '../../../src/batch/faults.js';

const kind: FaultKind = { stage: 'parse', column: null, code: 'x', message: 'x', hint: null, sqlstate: null };

function builderOf(width: number, blockBytes = 64, encoding?: 'latin1'): { builder: BatchBuilder; pool: BatchPool } {
  const pool = new BatchPool({ source: { name: 'x' }, width, quote: -1 }, blockBytes);
  return { builder: new BatchBuilder(pool, encoding === undefined ? {} : { encoding }), pool };
}

/** What a batch says of its records. */
function recordsOf(batch: Batch) {
  return Array.from({ length: batch.recordCount }, (_, index) => {
    const { ordinal, line, byteOffset } = placeOf(batch, index);
    const values = Array.from({ length: batch.width }, (__, column) => valueOf(batch, index * batch.width + column));
    return { ordinal, line, byteOffset, raw: rawRecord(batch, index).toString(), values };
  });
}

function valueOf({ bytes, spans }: Batch, field: number): string | null {
  return spans[2 * field] === NULL_START ? null : bytes.toString('utf8', spans[2 * field], spans[2 * field + 1]);
}

describe('records', () => {
  const record = fc.record({
    gap: fc.nat(100),
    raw: fc.string({ unit: 'binary', maxLength: 60 }),
    values: fc.array(fc.option(fc.string({ unit: 'binary', maxLength: 90 })), { minLength: 3, maxLength: 3 }),
  });

  test('come back with their values, places and original bytes, whatever the size of blocks', () => {
    fc.assert(
      fc.property(fc.array(record, { maxLength: 30 }), fc.constantFrom(8, 64, 1024), (records, blockBytes) => {
        const { builder, pool } = builderOf(3, blockBytes);
        const expected: unknown[] = [];
        const found: unknown[] = [];
        const take = (batches: Batch[]): void => {
          for (const batch of batches) {
            found.push(...recordsOf(batch));
            batch.bytes.fill(1);
            pool.release(batch);
          }
        };
        let byteOffset = 1000;
        for (const [index, { gap, raw, values }] of records.entries()) {
          byteOffset += gap;
          const place = { ordinal: index + 1, line: 2 * index + 5, byteOffset };
          builder.startRecord({ ...place, raw: Buffer.from(raw) });
          for (const value of values) builder.value(index % 2 === 0 || value === null ? value : Buffer.from(value));
          builder.endRecord();
          take(builder.take());
          expected.push({ ...place, raw, values });
          byteOffset += Buffer.byteLength(raw);
        }
        take(builder.takeAll());
        expect(found).toEqual(expected);
      }),
    );
  });

  test('with too few values are NULL in the rest; further values are let go of', () => {
    const { builder } = builderOf(2);
    for (const values of [['a'], ['a', 'b', 'c'], []]) {
      builder.startRecord({ ordinal: 1, line: 1, byteOffset: 0, raw: Buffer.from('x') });
      for (const value of values) builder.value(value);
      builder.endRecord();
    }
    const values = builder.takeAll().flatMap((batch) => recordsOf(batch).map((record) => record.values));
    expect(values).toEqual([
      ['a', null],
      ['a', 'b'],
      [null, null],
    ]);
  });

  test('in latin1 keep every byte', () => {
    const { builder } = builderOf(1, 4096, 'latin1');
    const bytes = Buffer.from(Array.from({ length: 256 }, (_, index) => index));
    builder.startRecord({ ordinal: 1, line: 1, byteOffset: 0, raw: bytes });
    builder.value(bytes.toString('latin1'));
    builder.endRecord();
    const [batch] = builder.takeAll();
    expect(batch.bytes.subarray(batch.spans[0], batch.spans[1])).toEqual(bytes);
  });

  test('leave no rubbish between them, since a block is checked as a whole', () => {
    const { builder, pool } = builderOf(1, 256);
    const used = pool.acquire();
    used.bytes.fill(0xff);
    pool.release(used);
    for (const byteOffset of [0, 50]) {
      builder.startRecord({ ordinal: 1, line: 1, byteOffset, raw: Buffer.from('a') });
      builder.endRecord();
    }
    const [batch] = builder.takeAll();
    expect(batch.bytes.subarray(0, 51).includes(0xff)).toBe(false);
  });

  test('far apart in the source go into batches of their own', () => {
    const { builder } = builderOf(1, 256);
    for (const byteOffset of [0, 5e9, 5e9 + 10]) {
      builder.startRecord({ ordinal: 1, line: 1, byteOffset, raw: Buffer.from('a') });
      builder.endRecord();
    }
    expect(builder.takeAll().map((batch) => [batch.byteOffset, batch.recordCount])).toEqual([
      [0, 1],
      [5e9, 2],
    ]);
  });
});

describe('rejects', () => {
  test('own their bytes, and stand with the records around them', () => {
    const { builder } = builderOf(1, 256);
    const raw = Buffer.from('bad');
    const value = Buffer.from('val');
    builder.startRecord({ ordinal: 1, line: 1, byteOffset: 0, raw: Buffer.from('good') });
    builder.endRecord();
    builder.reject({ ordinal: 2, line: 2, byteOffset: 5, raw }, [{ kind, value }]);
    raw.fill(0);
    value.fill(0);
    const [batch] = builder.takeAll();
    expect(batch.rejected).toMatchObject([
      {
        place: { ordinal: 2, line: 2, byteOffset: 5 },
        raw: Buffer.from('bad'),
        faults: [{ value: Buffer.from('val') }],
      },
    ]);
  });

  test('without a record fill batches too', () => {
    const { builder } = builderOf(1, 64);
    for (let ordinal = 1; ordinal <= 100; ordinal++) {
      builder.reject({ ordinal, line: ordinal, byteOffset: 10 * ordinal, raw: Buffer.alloc(9, 'x') }, [
        { kind, value: null },
      ]);
    }
    expect(builder.take().length).toBeGreaterThan(10);
  });
});

test('nothing makes no batch', () => {
  expect(builderOf(1).builder.takeAll()).toEqual([]);
});
