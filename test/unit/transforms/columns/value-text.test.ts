import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readJsonValue } from '../../../../src/transforms/expressions/json-value.js';
import { jsonText } from '../../../../src/transforms/expressions/json-text.js';
import { valueText } from '../../../../src/transforms/columns/value-text.js';

test('JSON is read as JSON.parse reads it, but for its numbers; and written as it was', () => {
  fc.assert(
    fc.property(fc.json(), (text) => {
      // Such long numbers may be whole ones that stay text.
      fc.pre(!/\d{19}/.test(text));
      const value = readJsonValue(text);
      expect(JSON.parse(jsonText(value))).toEqual(JSON.parse(text));
    }),
  );
});

test('what is no JSON is none', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.json().map((text) => text.slice(1)),
        fc.stringMatching(/^[-\d.eE+]{1,8}$/),
      ),
      (text) => {
        let isJson = true;
        try {
          JSON.parse(text);
        } catch {
          isJson = false;
        }
        expect(readJsonValue(text) !== undefined).toBe(isJson);
      },
    ),
  );
});

test.each([
  ['5', 5n],
  ['-0', 0n],
  ['5.0', 5],
  ['1e3', 1000],
  ['9223372036854775807', 9223372036854775807n],
  ['9223372036854775808', '9223372036854775808'],
  [String.raw`"\u0000n5"`, '\0n5'],
  [String.raw`["\u0000", 1]`, ['\0', 1n]],
  ['{"constructor": {"a": 1}}', new Map([['constructor', { a: 1n }]])],
  [String.raw`{"\u0063onstructor": "c"}`, new Map([['constructor', 'c']])],
])('%s', (text, expected) => {
  expect(readJsonValue(text)).toEqual(expected);
});

const time = new Date('2024-02-29T23:59:59.123Z');
const year0 = new Date('-000043-03-15T00:00:00.000Z');
test.each([
  [1.5, null, '1.5'],
  [1e21, null, '1e+21'],
  [10n ** 18n, null, '1000000000000000000'],
  [true, null, 'true'],
  ['a\nb', null, 'a\nb'],
  [time, null, '2024-02-29T23:59:59.123Z'],
  [time, 'timestamptz', '2024-02-29T23:59:59.123Z'],
  [time, 'timestamp', '2024-02-29T23:59:59.123'],
  [time, 'date', '2024-02-29'],
  [year0, 'date', '0044-03-15 BC'],
  [new Date('+012024-01-01T00:00:00Z'), 'date', '12024-01-01'],
  [Buffer.from([0, 255]), null, String.raw`\x00ff`],
  [[1n, null, time, new Map([['a', new Set(['b'])]])], null, '[1,null,"2024-02-29T23:59:59.123Z",{"a":["b"]}]'],
])('value %#', (value, type, expected) => {
  expect(valueText(value, type)).toBe(expected);
});

test('a text for a column of JSON stays the JSON that it is', () => {
  expect(valueText('{"a": 1}', 'jsonb')).toBe('{"a": 1}');
});

test('JSON has no infinity', () => {
  expect(() => valueText([Infinity])).toThrow('JSON has no Infinity');
});
