import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { EncodedBatch } from '../../../../src/batch/encoded-batch.js';
import { settledRecords } from '../../../../src/sinks/copy/settled-records.js';
import { batchOf } from '../../../support/batches.js';
import { rejectedRecord } from '../../../support/rejected.js';

const source = { name: 'a.csv' };

/** An encoded batch of the good ones of these ordinals, with the bad ones as its rejects. */
function encodedOf(
  ordinals: readonly { readonly ordinal: number; readonly isBad: boolean }[],
  from = source,
): EncodedBatch {
  const good = ordinals.filter(({ isBad }) => !isBad);
  const batch = {
    ...batchOf(good.length === 0 ? [['none']] : good.map(({ ordinal }) => [`${ordinal}`])),
    source: from,
  };
  batch.recordCount = good.length;
  good.forEach(({ ordinal }, record) => (batch.places[4 * record + 2] = ordinal - batch.firstOrdinal));
  const rejected = ordinals
    .filter(({ isBad }) => isBad)
    .map(({ ordinal }) => ({ ...rejectedRecord(1), place: placeOf(ordinal, from) }));
  return { batch, format: 'binary', image: Buffer.alloc(0), rejected, release: () => undefined };
}

function placeOf(ordinal: number, from = source) {
  return { source: from, ordinal, line: ordinal + 1, byteOffset: 10 * ordinal };
}

const someOrdinals = fc
  .uniqueArray(fc.record({ ordinal: fc.integer({ min: 1, max: 60 }), isBad: fc.boolean() }), {
    minLength: 1,
    maxLength: 40,
    selector: ({ ordinal }) => ordinal,
  })
  .map((all) => all.sort((one, other) => one.ordinal - other.ordinal));

test('the ranges hold exactly the ordinals, merged, over batches cut anywhere', () => {
  fc.assert(
    fc.property(someOrdinals, fc.integer({ min: 1, max: 10 }), (all, size) => {
      const batches = [];
      for (let at = 0; at < all.length; at += size) batches.push(encodedOf(all.slice(at, at + size)));
      const [{ ranges, loaded, rejected }] = settledRecords(batches, []);
      const held = ranges.flatMap(([first, last]) =>
        Array.from({ length: last - first + 1 }, (_, index) => first + index),
      );
      expect(held).toEqual(all.map(({ ordinal }) => ordinal));
      for (const [index, [first]] of ranges.slice(1).entries()) expect(first).toBeGreaterThan(ranges[index][1] + 1);
      expect([loaded, rejected]).toEqual([
        all.filter(({ isBad }) => !isBad).length,
        all.filter(({ isBad }) => isBad).length,
      ]);
    }),
  );
});

test('a row that Postgres refused counts as rejected, of its own source', () => {
  const other = { name: 'b.csv' };
  const batches = [
    encodedOf([
      { ordinal: 1, isBad: false },
      { ordinal: 2, isBad: false },
    ]),
    encodedOf([{ ordinal: 1, isBad: false }], other),
  ];
  const settled = settledRecords(batches, [{ place: placeOf(2) }]);
  expect(settled.map(({ source: { name }, loaded, rejected }) => [name, loaded, rejected])).toEqual([
    ['a.csv', 1, 1],
    ['b.csv', 1, 0],
  ]);
});

test('the start is the place of the first record that was sent', () => {
  const batches = [
    encodedOf([{ ordinal: 1, isBad: true }]),
    encodedOf([
      { ordinal: 2, isBad: true },
      { ordinal: 3, isBad: false },
    ]),
  ];
  expect(settledRecords(batches, [])[0].start?.ordinal).toBe(3);
  expect(settledRecords(batches.slice(0, 1), [])[0].start).toBeNull();
});
