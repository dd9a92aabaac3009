import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { recordMaker, valueTaker } from '../../../../src/transforms/code/fixed-shape.js';

const hostile = ['__proto__', 'constructor', "a'b", 'a"b', '\\', '`${1}`', '\u2028', '];throw 1;[', '', 'toString'];
const names = fc.uniqueArray(fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom(...hostile)), { maxLength: 12 });

function holds(given: readonly string[]): void {
  const values = given.map((_, at) => at);
  const record = recordMaker(given, ['other'])([null, ...values], 1);
  expect(Object.getPrototypeOf(record)).toBe(Object.prototype);
  const entries = [...given.map((name, at) => [name, at] as const), ['other', undefined] as const];
  expect(new Map(Object.entries(record))).toEqual(new Map(entries));
  const taken: unknown[] = [];
  valueTaker(given)(record, taken);
  expect(taken).toEqual(given.includes('__proto__') ? expect.any(Array) : values);
}

const withoutOther = names.filter((given) => !given.includes('other'));

test('names are keys, whatever they are', () => fc.assert(fc.property(withoutOther, holds)));

test('where no code may be made of texts, too', () => {
  vi.stubGlobal('Function', function refuse() {
    throw new EvalError('Code generation from strings disallowed for this context');
  });
  fc.assert(fc.property(withoutOther, holds));
  vi.unstubAllGlobals();
});
