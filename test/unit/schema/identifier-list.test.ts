import fc from 'fast-check';
import { expect, test } from 'vitest';
import { quoteIdentifier } from '../../../src/schema/identifiers.js';
import { parseIdentifierList } from '../../../src/schema/identifier-list.js';

test.each([
  ['sales', ['sales']],
  ['Sales, PUBLIC', ['sales', 'public']],
  ['"Sales, East" ,x', ['Sales, East', 'x']],
  ['"$user",public', ['$user', 'public']],
  ['"a ""b"""', ['a "b"']],
  [' my schema ', ['my schema']],
])('%s', (text, names) => {
  expect(parseIdentifierList(text)).toEqual({ names });
});

test.each([
  ['', 'is empty'],
  ['a,,b', 'is empty'],
  ['a,', 'is empty'],
  ['"a', 'quote'],
  ['a"b"', 'quote'],
  ['"a"b', 'quote'],
  ['x'.repeat(64), 'longer than 63 bytes'],
  ['"a\0"', 'NUL'],
])('%j is none', (text, fault) => {
  expect(parseIdentifierList(text)).toEqual({ fault: expect.stringContaining(fault) as string });
});

test('any names come back from a list in which all are quoted', () => {
  const name = fc.string({ minLength: 1, maxLength: 15 }).filter((text) => !text.includes('\0'));
  fc.assert(
    fc.property(fc.array(name, { minLength: 1, maxLength: 4 }), (names) => {
      expect(parseIdentifierList(names.map(quoteIdentifier).join(' , '))).toEqual({ names });
    }),
  );
});
