import { expect, test } from 'vitest';
import { nearestName } from '../../../src/schema/nearest.js';

test.each([
  ['custmer_id', ['order_id', 'customer_id', 'id'], 'customer_id'],
  ['Order_Id', ['order_id'], 'order_id'],
  ['amount', ['total', 'price'], null],
  ['id', ['ip', 'ix'], null],
  ['ida', ['idb', 'idc'], 'idb'],
  ['', ['a'], null],
  ['x', [], null],
  ['x'.repeat(1_000_000), ['x'.repeat(63)], 'x'.repeat(63)],
])('%.20s in %.40j', (name, candidates, nearest) => {
  expect(nearestName(name, candidates)).toBe(nearest);
});
