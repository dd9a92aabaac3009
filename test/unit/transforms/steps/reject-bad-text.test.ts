import { expect, test } from 'vitest';
import { placeOf } from '../../../../src/batch/batch.js';
import { rejectBadText } from '../../../../src/transforms/steps/reject-bad-text.js';
import { batchOf } from '../../../support/batches.js';
import { rejectedRecord } from '../../../support/rejected.js';

test('records that are no UTF-8 leave the batch, each with all its faults, in the order of the input', () => {
  const batch = batchOf([
    ['1', 'fine'],
    ['?', 'b"?'],
    ['3', 'né'],
    ['4', 'd?'],
  ]);
  for (let at = batch.bytes.indexOf('?'); at >= 0; at = batch.bytes.indexOf('?')) batch.bytes[at] = 0xff;
  const parsed = rejectedRecord(4);
  batch.rejected.push({ ...parsed, place: { ...parsed.place, ordinal: 3 } });
  rejectBadText(['id', 'note'])(batch);
  expect(batch.recordCount).toBe(2);
  expect([0, 1].map((record) => placeOf(batch, record).line)).toEqual([1, 3]);
  expect(batch.rejected.map(({ place }) => place.ordinal)).toEqual([2, 3, 4]);
  expect(
    batch.rejected[0].faults.map(({ kind, value }) => [kind.code, kind.column, value?.toString('latin1')]),
  ).toEqual([
    ['invalid_utf8', 'id', '\xff'],
    ['invalid_utf8', 'note', 'b"\xff'],
  ]);
});

test('a batch of UTF-8 stays as it is, NUL bytes too', () => {
  const batch = batchOf([['a\0', null]]);
  expect(rejectBadText(['x', 'y'])(batch).recordCount).toBe(1);
  expect(batch.rejected).toEqual([]);
});
