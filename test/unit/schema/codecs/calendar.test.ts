import { expect, test } from 'vitest';
import { daysSince2000, isDate } from '../../../../src/schema/codecs/calendar.js';

const MILLISECONDS = 86_400_000;
const EPOCH = Date.UTC(2000, 0, 1);

function dateOf(days: number): [year: number, month: number, day: number] {
  const date = new Date(EPOCH + days * MILLISECONDS);
  return [date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate()];
}

test('counts every day of the years 1 to 9999 as JavaScript does', () => {
  const [first, last] = [-730_119, 2_921_939];
  expect([dateOf(first), dateOf(last)]).toEqual([
    [1, 1, 1],
    [9999, 12, 31],
  ]);
  const wrong: number[] = [];
  for (let days = first; days <= last; days += 1) {
    const date = dateOf(days);
    if (daysSince2000(...date) !== days || !isDate(...date)) wrong.push(days);
  }
  expect(wrong).toEqual([]);
});

test.each([
  [0, 1, 1],
  [2024, 0, 1],
  [2024, 13, 1],
  [2024, 1, 0],
  [2024, 1, 32],
  [2024, 4, 31],
  [2024, 2, 30],
  [2023, 2, 29],
  [1900, 2, 29],
])('there is no day %d-%d-%d', (year, month, day) => {
  expect(isDate(year, month, day)).toBe(false);
});
