import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dateOrders, dateSpelling } from '../../../../src/schema/spelling/date-spelling.js';
import { respelled } from '../../../support/respelled.js';

describe('day, month, year', () => {
  const spelling = dateSpelling('dmy');

  test.each([
    ['31/12/2024', '2024-12-31'],
    ['31.12.2024', '2024-12-31'],
    ['31-12-2024', '2024-12-31'],
    ['1/2/2024', '2024-02-01'],
    ['31/12/2024 13:05', '2024-12-31 13:05'],
    ['31/12/2024T13:05:00Z', '2024-12-31T13:05:00Z'],
    ['1.2.2024, 13:05', '2024-02-01, 13:05'],
    ['31.12.24', '2024-12-31'],
    ['31.12.69', '2069-12-31'],
    ['31.12.70', '1970-12-31'],
    ['31.12.00', '2000-12-31'],
    ['2024/12/31', '2024-12-31'],
    ['2024.1.5', '2024-01-05'],
    [' 31/12/2024 ', '2024-12-31'],
    ['99/99/2024', '2024-99-99'],
  ])('%s', (text, expected) => {
    expect(respelled(spelling, text)).toBe(expected);
  });

  test.each([
    ...['2024-12-31', '2024-12-31 10:00', ' 2024-12-31', 'infinity', 'now', '20241231', '5 Jan 2024', '5-Jan-2024'],
    ...['', 'x', '2024-366', '1.5', '31/12', '13:05'],
  ])('%j is left as it is', (text) => {
    expect(respelled(spelling, text)).toBe(text);
  });

  test.each([
    ...['31/12-2024', '31/12/2024/1', '31/12/999', '31/12/20245', '31/12/4', '311/12/2024', '31/123/2024'],
    ...['2024/123/1', '2024/1/123', '31.12.2024.', '202/12/31', '31.12.24.10'],
  ])('%j is refused', (text) => {
    expect(respelled(spelling, text)).toBeNull();
  });
});

test('the order decides, except where a year of four digits comes first', () => {
  expect(dateOrders.map((order) => respelled(dateSpelling(order), '01/02/03'))).toEqual([
    '2003-02-01',
    '2003-01-02',
    '2001-02-03',
  ]);
  expect(dateOrders.map((order) => respelled(dateSpelling(order), '1/2/2024'))).toEqual([
    '2024-02-01',
    '2024-01-02',
    null,
  ]);
  expect(dateOrders.map((order) => respelled(dateSpelling(order), '2024/1/2'))).toEqual([
    '2024-01-02',
    '2024-01-02',
    '2024-01-02',
  ]);
});

test('without short years they are refused', () => {
  expect(dateOrders.map((order) => respelled(dateSpelling(order, false), '01/02/03'))).toEqual([null, null, null]);
  expect(respelled(dateSpelling('dmy', false), '1.2.2003')).toBe('2003-02-01');
});

test('every day comes back in every order', () => {
  const day = fc.date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true });
  const written = fc.record({
    order: fc.constantFrom(...dateOrders),
    separator: fc.constantFrom('/', '-', '.'),
    isPadded: fc.boolean(),
    rest: fc.constantFrom('', ' 10:30', 'T10:30:00.5Z', ' 10:30+02'),
  });
  fc.assert(
    fc.property(day, written, (date, { order, separator, isPadded, rest }) => {
      const iso = date.toISOString().slice(0, 10);
      const [year, month, dayOfMonth] = iso.split('-');
      const short = (number: string): string => (isPadded ? number : String(Number(number)));
      const parts = { y: year, m: short(month), d: short(dayOfMonth) };
      const text = [...order].map((letter) => parts[letter as 'y']).join(separator) + rest;
      expect(respelled(dateSpelling(order), text)).toBe(iso + rest);
    }),
  );
});
