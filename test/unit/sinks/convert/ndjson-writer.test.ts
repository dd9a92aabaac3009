import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FieldForm } from '../../../../src/batch/batch.js';
import { numberSpelling } from '../../../../src/schema/spelling/number-spelling.js';
import type { ConvertedKind } from '../../../../src/sinks/convert/converted-column.js';
import { batchOf } from '../../../support/batches.js';
import { columnsOf, toNdjson } from '../../../support/converted.js';

function json(kind: ConvertedKind, value: string | null): string {
  return toNdjson(columnsOf(kind), [batchOf([[value]])]);
}

test('an object a line, keys in order, NULL apart from empty', () => {
  const rows = [
    ['1', null, ''],
    ['x"y', 'a,b', 'two\nlines'],
  ];
  expect(toNdjson(columnsOf('string', 'string', 'string'), [batchOf(rows)])).toBe(
    '{"a":"1","b":null,"c":""}\n{"a":"x\\"y","b":"a,b","c":"two\\nlines"}\n',
  );
});

test.each(['__proto__', 'a"b', 'é\n', '\ud800'])('a column may be named %j', (name) => {
  const text = toNdjson([{ name, kind: 'string' }], [batchOf([['1']])]);
  expect(Object.entries(JSON.parse(text) as object)).toEqual([[name, '1']]);
});

describe('numbers', () => {
  test.each(['0', '-17', '1.50', '1e-5', '12345678901234567890.123', '-0'])('%s', (value) => {
    expect(json('number', value)).toBe(`{"a":${value}}\n`);
  });

  test.each([
    ['.5', '0.5'],
    ['-.05e3', '-0.05e3'],
    [' 7 ', '7'],
  ])('%j becomes %s', (value, expected) => {
    expect(json('number', value)).toBe(`{"a":${expected}}\n`);
  });

  test.each(['007', '+5', '5.', '.', '-', '-.', '.e5', 'NaN', 'x', '', '1 2', '1.2.3', '.5.', '0x1F'])(
    '%j stays a text',
    (value) => {
      expect(json('number', value)).toBe(`{"a":${JSON.stringify(value)}}\n`);
    },
  );

  test('in the spelling of the input', () => {
    const spelling = numberSpelling({ decimal: 0x2c, thousands: 0x2e });
    const rows = [['1.234,50'], ['1.2']];
    expect(toNdjson([{ name: 'a', kind: 'number', spelling }], [batchOf(rows)])).toBe('{"a":1234.50}\n{"a":1.2}\n');
  });
});

test.each([
  ['true', 'true'],
  ['F', 'false'],
  [' T ', 'true'],
  ['yes', '"yes"'],
  ['', '""'],
])('truth value %j', (value, expected) => {
  expect(json('boolean', value)).toBe(`{"a":${expected}}\n`);
});

test.each([
  ['{"x": [1, 2,\n 3], "y z": " \\" { \\n"}', '{"x":[1,2,3],"y z":" \\" { \\n"}'],
  ['"text"', '"text"'],
  [' null ', 'null'],
  ['{x}', '"{x}"'],
  ['', '""'],
])('JSON %j', (value, expected) => {
  expect(json('json', value)).toBe(`{"a":${expected}}\n`);
});

test('values with JSON escapes are unescaped first', () => {
  const batch = batchOf([['a\\u00e9\\n\\"']]);
  batch.forms[0] = FieldForm.jsonEscapes;
  batch.spans[0] = batch.bytes.indexOf('a');
  batch.spans[1] = batch.spans[0] + 'a\\u00e9\\n\\"'.length;
  batch.bytes.write('a\\u00e9\\n\\"', batch.spans[0], 'latin1');
  expect(JSON.parse(toNdjson(columnsOf('string'), [batch]))).toEqual({ a: 'aé\n"' });
});

test('every text comes back from JSON.parse', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary' }).map((value) => Buffer.from(value).toString()),
    fc.string({ unit: fc.constantFrom(...'a"\\\n\r\t\u0000\u001f\u007f\u0085\u2028é😀,') }),
  );
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.option(text), fc.option(text)), { minLength: 1 }), (rows) => {
      const lines = toNdjson(columnsOf('string', 'string'), [batchOf(rows)])
        .trimEnd()
        .split('\n');
      expect(lines.map((line) => Object.values(JSON.parse(line) as Record<string, unknown>))).toEqual(rows);
    }),
  );
});

test('a number kind never changes a value: JSON.parse gives what Number gives, or the text', () => {
  fc.assert(
    fc.property(fc.oneof(fc.double().map(String), fc.stringMatching(/^[-+ ]?[\d.eE]{0,6}$/)), (value) => {
      const { a } = JSON.parse(json('number', value)) as { a: number | string };
      if (typeof a === 'string') expect(a).toBe(value);
      else expect(a).toBe(Number(value));
    }),
  );
});
