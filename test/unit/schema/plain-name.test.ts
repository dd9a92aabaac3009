import { expect, test } from 'vitest';
import { comparisonKey } from '../../../src/schema/plain-name.js';

test.each([
  ['Order ID', 'orderid'],
  ['order_id', 'orderid'],
  ['ÉTÉ-2024', 'été2024'],
  ['caf\u0065\u0301', 'caf\u00e9'],
  ['__proto__', 'proto'],
  ['#', ''],
])('the comparison key of %s', (name, key) => {
  expect(comparisonKey(name)).toBe(key);
});
