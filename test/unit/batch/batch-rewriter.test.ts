import fc from 'fast-check';
import { expect, test } from 'vitest';
import { BatchRewriter } from '../../../src/batch/batch-rewriter.js';
import { placeOf, rawRecord, type Batch } from '../../../src/batch/batch.js';
import { TextReader } from '../../../src/batch/text-reader.js';
import { ValueWriter } from '../../../src/batch/value-writer.js';
import { batchOf } from '../../support/batches.js';

/** The rows of a batch: its values, the number of its record and its original bytes. */
function rowsOf(batch: Batch): unknown[] {
  const reader = new TextReader();
  reader.turnTo(batch);
  return Array.from({ length: batch.recordCount }, (_, row) => [
    Array.from({ length: batch.width }, (__, column) => reader.of(row * batch.width + column)),
    placeOf(batch, row).ordinal,
    rawRecord(batch, row).toString(),
  ]);
}

test('rows are what their records are, as often as each is asked for', () => {
  const rewriter = new BatchRewriter();
  const record = fc.record({ text: fc.constantFrom('a', 'b,c', '', 'é'), times: fc.nat(4) });
  fc.assert(
    fc.property(fc.array(record, { minLength: 1, maxLength: 30 }), fc.boolean(), (records, isKnown) => {
      const batch = batchOf(records.map(({ text }, index) => [text, String(index), null]));
      const before = rowsOf(batch);
      rewriter.begin(batch, isKnown ? records.reduce((sum, { times }) => sum + times, 0) : undefined);
      for (const [index, { times }] of records.entries()) for (let n = 0; n < times; n++) rewriter.row(index);
      const expected = records.flatMap(({ times }, index) => Array.from({ length: times }, () => before[index]));
      expect(rewriter.end()).toBe(expected.length);
      expect(rowsOf(batch)).toEqual(expected);
    }),
  );
});

test('a row has what its record has when it is added', () => {
  const batch = batchOf([['a'], ['b']]);
  const [writer, rewriter] = [new ValueWriter(), new BatchRewriter()];
  writer.turnTo(batch);
  rewriter.begin(batch);
  for (const text of ['one', 'two']) {
    writer.text(0, text);
    rewriter.row(0);
  }
  rewriter.row(1);
  rewriter.end();
  expect(rowsOf(batch)).toEqual([
    [['one'], 1, 'a'],
    [['two'], 1, 'a'],
    [['b'], 2, 'b'],
  ]);
});

test('one record may become more rows than any batch has had', () => {
  const batch = batchOf([['a']]);
  const rewriter = new BatchRewriter();
  rewriter.begin(batch);
  for (let n = 0; n < 10_000; n++) rewriter.row(0);
  expect(rewriter.end()).toBe(10_000);
  expect(placeOf(batch, 9999).ordinal).toBe(1);
});
