import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FieldForm, rawRecord, type Batch } from '../../../src/batch/batch.js';
import { TextReader } from '../../../src/batch/text-reader.js';
import { ValueWriter } from '../../../src/batch/value-writer.js';
import { batchOf } from '../../support/batches.js';

function writerOf(batch: Batch): ValueWriter {
  const writer = new ValueWriter();
  writer.turnTo(batch);
  return writer;
}

function textOf(batch: Batch, field: number): string | null {
  const reader = new TextReader();
  reader.turnTo(batch);
  return reader.of(field);
}

describe('what is written is what is read:', () => {
  test('texts of any length and script, behind the records as they were', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary', maxLength: 60 }), { minLength: 1, maxLength: 8 }), (texts) => {
        const batch = batchOf(texts.map((_, at) => [`${at}`]));
        const before = texts.map((_, at) => rawRecord(batch, at).toString());
        const writer = writerOf(batch);
        for (const [at, text] of texts.entries()) writer.text(at, text);
        expect(texts.map((_, at) => textOf(batch, at))).toEqual(texts);
        expect(texts.map((_, at) => rawRecord(batch, at).toString())).toEqual(before);
      }),
    );
  });

  test('numbers, as the same numbers', () => {
    const numbers = fc.oneof(
      fc.double(),
      fc.double({ min: -1e9, max: 1e9, noNaN: true }),
      fc.tuple(fc.integer(), fc.integer({ min: 0, max: 9 })).map(([whole, power]) => whole / 10 ** power),
    );
    fc.assert(
      fc.property(numbers, (number) => {
        const batch = batchOf([['x']]);
        writerOf(batch).number(0, number);
        const text = textOf(batch, 0) ?? '';
        expect(Number(text)).toBe(Object.is(number, -0) ? 0 : number);
        expect(text.length).toBeLessThanOrEqual(String(number).length);
      }),
      { numRuns: 2000 },
    );
  });

  test.each([
    [0, '0'],
    [-1.5, '-1.5'],
    [0.01, '0.01'],
    [12.05, '12.05'],
    [100, '100'],
    [999_999_999.999999, '999999999.999999'],
    [0.1 + 0.2, '0.30000000000000004'],
    [1e21, '1e+21'],
    [NaN, 'NaN'],
    [-Infinity, '-Infinity'],
  ])('%d', (number, text) => {
    const batch = batchOf([['x']]);
    writerOf(batch).number(0, number);
    expect(textOf(batch, 0)).toBe(text);
  });

  test('NULL, copies, and parts of the block', () => {
    const batch = batchOf([['abc', 'd"e', null]]);
    const writer = writerOf(batch);
    writer.copy(1, 2);
    writer.null(0);
    expect([0, 1, 2].map((field) => textOf(batch, field))).toEqual([null, 'd"e', 'd"e']);
    writer.span(0, 1, 3);
    expect(textOf(batch, 0)).toBe('bc');
  });

  test('a NUL byte is marked, since the block as a whole has none', () => {
    const batch = batchOf([['a', 'b']]);
    const writer = writerOf(batch);
    writer.text(0, 'a\0');
    writer.bytes(1, Buffer.from('\0'));
    expect([...batch.forms.subarray(0, 2)]).toEqual([FieldForm.withNul, FieldForm.withNul]);
    expect([textOf(batch, 0), textOf(batch, 1)]).toEqual(['a\0', '\0']);
  });
});

test('what does not fit into memory is told as such', () => {
  const batch = batchOf([['x']]);
  expect(() => writerOf(batch).reserve(2 ** 30)).toThrow(expect.objectContaining({ code: 'BATCH_TOO_LARGE' }));
});

describe('TextReader', () => {
  test('reads fields of blocks that are longer than a piece, across their borders', () => {
    const value = fc.oneof(fc.string({ maxLength: 40 }), fc.constant('é€😀'), fc.constant('x'.repeat(9000)));
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 60 }), (values) => {
        const batch = batchOf(values.map((text) => [text]));
        const reader = new TextReader();
        reader.turnTo(batch);
        expect(values.map((_, field) => reader.of(field))).toEqual(values);
      }),
      { numRuns: 50 },
    );
  });

  test('reads what was written after it has turned to the batch', () => {
    const batch = batchOf([['a'], ['b']]);
    const reader = new TextReader();
    reader.turnTo(batch);
    expect(reader.of(0)).toBe('a');
    writerOf(batch).text(0, 'changed');
    expect([reader.of(0), reader.of(1)]).toEqual(['changed', 'b']);
  });
});
