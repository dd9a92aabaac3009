import { describe, expect, test } from 'vitest';
import { displayName, displayTable, qualifiedName, quoteIdentifier } from '../../../src/schema/identifiers.js';

describe('quoteIdentifier', () => {
  test.each([
    ['id', '"id"'],
    ['Order ID', '"Order ID"'],
    ['"; drop table x; --', '"""; drop table x; --"'],
    ['__proto__', '"__proto__"'],
    ['é'.repeat(31), `"${'é'.repeat(31)}"`],
  ])('%s', (name, quoted) => {
    expect(quoteIdentifier(name)).toBe(quoted);
  });

  test.each(['', 'a\0b', '\ud800', 'x'.repeat(64), 'é'.repeat(32)])('%j is refused', (name) => {
    expect(() => quoteIdentifier(name)).toThrow(expect.objectContaining({ code: 'USAGE' }));
  });
});

test('qualifiedName quotes both parts', () => {
  expect(qualifiedName({ schema: 'a"b', name: 'c.d' })).toBe('"a""b"."c.d"');
  expect(qualifiedName({ schema: null, name: 'c' })).toBe('"c"');
});

test('names for people are quoted only where SQL would need it', () => {
  expect(displayName('order_id')).toBe('order_id');
  expect(displayName('Order ID')).toBe('"Order ID"');
  expect(displayName('a\x1bb')).toBe('"a\\x1bb"');
  expect(displayTable({ schema: 'sales', name: 'Orders' })).toBe('sales."Orders"');
  expect(displayTable({ schema: null, name: 'orders' })).toBe('orders');
});
