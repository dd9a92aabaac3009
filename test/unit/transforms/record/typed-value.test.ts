import fc from 'fast-check';
import { plainSpelling } from '../../../../src/schema/spelling/spelling-for.js';
import { describe, expect, test } from 'vitest';
import { TextReader } from '../../../../src/batch/text-reader.js';
import { typeFromName } from '../../../../src/schema/type-from-name.js';
import { UNREADABLE, valueReader } from '../../../../src/transforms/record/typed-value.js';
import { batchOf } from '../../../support/batches.js';

/** The values of a column with these texts. */
function read(texts: readonly (string | null)[], type: string | null, isJson = false): unknown[] {
  const reader = new TextReader();
  reader.turnTo(batchOf(texts.map((text) => [text])));
  const valueOf = valueReader(
    { slot: 0, type: type === null ? null : typeFromName(type), isJson },
    { reader, spelling: plainSpelling },
  );
  return texts.map((_, record) => valueOf(record));
}

describe.each([false, true])('by the type of the column, as JSON: %j', (isJson) => {
  test.each([
    ['bigint', '9223372036854775807', 9223372036854775807n],
    ['bigint', '-5', -5n],
    ['smallint', '1.5', UNREADABLE],
    ['integer', '9223372036854775808', UNREADABLE],
    ['numeric(12,2)', '1.005', 1.005],
    ['numeric', '1e3', 1000],
    ['real', '0.1', 0.1],
    ['double precision', 'x', UNREADABLE],
    ['boolean', 'true', true],
    ['boolean', 'false', false],
    ['boolean', '2', UNREADABLE],
  ])('%s %s', (type, text, expected) => {
    expect(read([text, null], type, isJson)).toEqual([expected, null]);
  });

  test.each([
    ['boolean', ' YES ', true],
    ['numeric', 'NaN', NaN],
    ['date', '2024-02-29', new Date('2024-02-29')],
    ['date', '2024-02-30', UNREADABLE],
    ['timestamp', '2024-02-29 12:30:00', new Date('2024-02-29T12:30:00Z')],
    ['timestamptz', '2024-02-29T12:30:00.123999+02', new Date('2024-02-29T10:30:00.123Z')],
    ['timestamptz', 'infinity', UNREADABLE],
    ['text', 'say "é"', 'say "é"'],
    ['uuid', 'any', 'any'],
  ])('%s %s, quoted', (type, text, expected) => {
    expect(read([isJson ? JSON.stringify(text) : text], type, isJson)).toEqual([expected]);
  });
});

test('without a type it is text, or what JSON says', () => {
  expect(read(['1', '', 'a"b', null], null)).toEqual(['1', '', 'a"b', null]);
  expect(read(['1', '"a"', 'null', '[1.0]', null], null, true)).toEqual([1n, 'a', null, [1], null]);
  expect(read(['{"a": 1}', '{"a": '], 'jsonb')).toEqual([{ a: 1n }, UNREADABLE]);
});

test('whole and other numbers are read as JavaScript reads them', () => {
  fc.assert(
    fc.property(fc.array(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), { minLength: 1 }), (values) => {
      expect(read(values.map(String), 'bigint')).toEqual(values);
    }),
  );
  fc.assert(
    fc.property(fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), { minLength: 1 }), (values) => {
      expect(read(values.map(String), 'numeric')).toEqual(values.map((value) => Number(String(value))));
    }),
  );
});
