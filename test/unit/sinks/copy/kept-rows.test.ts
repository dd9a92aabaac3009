import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { CopyFormat, EncodedBatch } from '../../../../src/batch/encoded-batch.js';
import { KeptRows } from '../../../../src/sinks/copy/kept-rows.js';
import { batchOf } from '../../../support/batches.js';

type Row = readonly (string | null)[];

/** The image that Postgres's documentation describes for these rows, written without regard to speed. */
function imageOf(row: Row, format: CopyFormat): Buffer {
  if (format === 'text') return Buffer.from(`${row.map((value) => value ?? '\\N').join('\t')}\n`);
  const fields = row.map((value) => {
    const bytes = Buffer.from(value ?? '');
    const length = Buffer.alloc(4);
    length.writeInt32BE(value === null ? -1 : bytes.length);
    return Buffer.concat([length, bytes]);
  });
  return Buffer.concat([Buffer.from([0, row.length]), ...fields]);
}

function encoded(rows: readonly Row[], format: CopyFormat, release: () => void): EncodedBatch {
  const image = Buffer.concat(rows.map((row) => imageOf(row, format)));
  return { batch: batchOf(rows), format, image, rejected: [], release };
}

const value = fc.option(fc.stringMatching(/^[a-z]{1,5}$/), { nil: null });
const batches = fc.array(fc.array(fc.tuple(value, value), { minLength: 1, maxLength: 5 }), {
  minLength: 1,
  maxLength: 4,
});

test('any range of rows has the images of these rows, in either format', () => {
  fc.assert(
    fc.property(batches, fc.constantFrom('binary', 'text'), fc.nat(), fc.nat(), (list, format, one, other) => {
      const kept = new KeptRows();
      let released = 0;
      for (const rows of list) kept.add(encoded(rows, format, () => released++));
      const all = list.flat();
      const [from, to] = [one, other].map((number) => number % (all.length + 1)).sort((a, b) => a - b);
      const expected = Buffer.concat(all.slice(from, to).map((row) => imageOf(row, format)));
      expect(Buffer.concat([...kept.images(from, to)])).toEqual(expected);
      expect([kept.count, kept.format]).toEqual([all.length, format]);
      kept.release();
      expect(released).toBe(list.length);
    }),
  );
});

test('a row knows where it came from and what it was', () => {
  const kept = new KeptRows();
  kept.add(
    encoded(
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
      'binary',
      () => undefined,
    ),
  );
  kept.add(encoded([['e', 'f']], 'binary', () => undefined));
  const records = [0, 1, 2].map((row) => kept.recordOf(row));
  expect(records.map(({ raw }) => raw.toString())).toEqual(['a,b', 'c,d', 'e,f']);
  expect(records.map(({ place }) => place.line)).toEqual([1, 2, 1]);
  expect(() => kept.recordOf(3)).toThrow(RangeError);
});
