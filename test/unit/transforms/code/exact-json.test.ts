import fc from 'fast-check';
import { expect, test } from 'vitest';
import { exactJson, parseExactly } from '../../../../src/transforms/code/exact-json.js';

test('JSON without long numbers is what JSON.parse makes of it', () => {
  fc.assert(
    fc.property(fc.json(), (text) => {
      expect(parseExactly(text)).toEqual(JSON.parse(text));
      expect(exactJson(parseExactly(text))).toBe(JSON.stringify(JSON.parse(text)));
    }),
  );
});

test('whole numbers of any length go through with all their digits', () => {
  const numbers = fc.array(fc.bigInt(), { minLength: 1 });
  fc.assert(
    fc.property(numbers, fc.string(), (values, note) => {
      const text = `[${values.join()},${JSON.stringify(note)}]`;
      const parsed = parseExactly(text) as unknown[];
      expect(parsed.slice(0, -1).map((value) => BigInt(value as number))).toEqual(values);
      expect(parsed.at(-1)).toBe(note);
      expect(exactJson(parsed)).toBe(text);
    }),
  );
});

test.each([
  ['{"a":0.12345678901234567891}', { a: '0.12345678901234567891' }],
  ['{"a":1e400}', { a: '1e400' }],
  ['["12345678901234567890"]', ['12345678901234567890']],
  ['{"12345678901234567890":1e2}', { '12345678901234567890': 100 }],
  ['"a\\"12345678901234567890"', 'a"12345678901234567890'],
  ['12345678901234567890 x', undefined],
  ['', undefined],
])('%s', (text, expected) => {
  expect(parseExactly(text)).toEqual(expected);
});

test('__proto__ is a key like any other', () => {
  const parsed = parseExactly('{"__proto__":{"a":12345678901234567890}}');
  expect(Object.getPrototypeOf(parsed)).toBe(Object.prototype);
  expect(exactJson(parsed)).toBe('{"__proto__":{"a":12345678901234567890}}');
});

test('what JSON can not say is an error', () => {
  const circle: unknown[] = [];
  circle.push(circle);
  expect(() => exactJson(circle)).toThrow(TypeError);
  expect(() => exactJson(() => 1)).toThrow('it is no value of JSON');
});
