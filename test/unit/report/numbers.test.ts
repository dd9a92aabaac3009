import { expect, test } from 'vitest';

import { numbers } from '../../../src/report/numbers.js';

test.each([
  [0, '0'],
  [999, '999'],
  [1_234_567, '1,234,567'],
  [1_234.6, '1,235'],
])('count %d is %s', (value, text) => {
  expect(numbers.count(value)).toBe(text);
});

test('counted puts the noun in the plural but for one', () => {
  expect([0, 1, 2_000].map((value) => numbers.counted(value, 'row'))).toEqual(['0 rows', '1 row', '2,000 rows']);
});

test.each([
  [0, '0 B'],
  [999, '999 B'],
  [1_000, '1 kB'],
  [1_234, '1.23 kB'],
  [272_000_000, '272 MB'],
  [999_950, '1,000 kB'],
  [1_050_000_000, '1.05 GB'],
  [5e18, '5,000 PB'],
])('bytes %d is %s', (value, text) => {
  expect(numbers.bytes(value)).toBe(text);
});

test.each([
  [0, '0.0 s'],
  [1.94, '1.9 s'],
  [59.94, '59.9 s'],
  [59.96, '1 min 00 s'],
  [245, '4 min 05 s'],
  [3_599.9, '1 h 00 min'],
  [7_380, '2 h 03 min'],
])('duration %d is %s', (value, text) => {
  expect(numbers.duration(value)).toBe(text);
});

test.each([
  [0.1234, '0.123'],
  [142.24, '142'],
  [1_234.5, '1,235'],
])('fine %d is %s', (value, text) => {
  expect(numbers.fine(value)).toBe(text);
});
