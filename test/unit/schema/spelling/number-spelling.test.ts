import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { numberSpelling } from '../../../../src/schema/spelling/number-spelling.js';
import type { Spelling } from '../../../../src/schema/spelling/spelling.js';
import { respelled } from '../../../support/respelled.js';

/** The spelling with these marks. */
function marked(decimal: string, thousands: string | null): Spelling {
  return numberSpelling({ decimal: decimal.charCodeAt(0), thousands: thousands?.charCodeAt(0) ?? null });
}

const german = marked(',', '.');

describe('a decimal comma and points between groups', () => {
  test.each([
    ['1.234.567,89', '1234567.89'],
    ['1234567,89', '1234567.89'],
    ['-1.234', '-1234'],
    ['+12.345,6', '+12345.6'],
    [',5', '.5'],
    ['5,', '5.'],
    ['0,123', '0.123'],
    [' 1.000,0 ', '1000.0'],
    ['1,5e-3', '1.5e-3'],
    ['1.000E+2', '1000E+2'],
  ])('%s', (text, expected) => {
    expect(respelled(german, text)).toBe(expected);
  });

  test.each(['1', '-17', '007', ' 5 ', 'NaN', '-Infinity', 'abc', '', ' '])('%j is left as it is', (text) => {
    expect(respelled(german, text)).toBe(text);
  });

  test.each([
    ...['1.23', '1.2345', '1234.567', '1.234.56', '1..234', '1.', '.123', '0.123', '1.234.', '1.23,4', '1,2,3'],
    ...[
      '1,234.5',
      '1,5.000',
      '1 234',
      "1'234",
      '12.34.567,8',
      '0x1F',
      '1_000',
      '1e5x',
      '1,5e',
      '- 1,5',
      '--1,5',
      '1,5 €',
    ],
  ])('%j is refused', (text) => {
    expect(respelled(german, text)).toBeNull();
  });
});

test('without a thousands mark, none is taken', () => {
  const spelling = marked(',', null);
  expect(respelled(spelling, '1234,5')).toBe('1234.5');
  expect(respelled(spelling, '1.234')).toBeNull();
  expect(respelled(spelling, '1.5')).toBeNull();
});

test('a space is also a no-break one, an apostrophe also a curly one', () => {
  const french = marked(',', ' ');
  for (const space of [' ', '\u00a0', '\u202f']) {
    expect(respelled(french, `1${space}234${space}567,8`)).toBe('1234567.8');
  }
  const swiss = marked('.', "'");
  expect(respelled(swiss, "1'234.5")).toBe('1234.5');
  expect(respelled(swiss, '1’234.5')).toBe('1234.5');
});

test('every number comes back, grouped or not, with every pair of marks', () => {
  const marks = fc
    .record({ decimal: fc.constantFrom('.', ','), thousands: fc.constantFrom(null, ...".,' ") })
    .filter(({ decimal, thousands }) => decimal !== thousands);
  const number = fc.record({
    sign: fc.constantFrom('', '-', '+'),
    whole: fc.bigInt({ min: 0n, max: 10n ** 30n }).map(String),
    fraction: fc.option(fc.stringMatching(/^\d{0,8}$/), { nil: null }),
    exponent: fc.constantFrom('', 'e5', 'E-12'),
    isGrouped: fc.boolean(),
  });
  fc.assert(
    fc.property(marks, number, (given, { sign, whole, fraction, exponent, isGrouped }) => {
      const grouped = isGrouped ? whole.replace(/\B(?=(\d{3})+$)/g, given.thousands ?? '') : whole;
      const spelled = `${sign}${grouped}${fraction === null ? '' : given.decimal + fraction}${exponent}`;
      const plain = `${sign}${whole}${fraction === null ? '' : `.${fraction}`}${exponent}`;
      expect(respelled(marked(given.decimal, given.thousands), spelled)).toBe(plain);
    }),
  );
});

test('a mark is never lost: what is accepted has its digits, and a fraction of all the digits after the mark', () => {
  const text = fc.stringMatching(/^[-+]?[\d.,]{1,12}$/);
  fc.assert(
    fc.property(text, (spelled) => {
      const value = respelled(german, spelled);
      if (value === null) return;
      expect(value.replace(/\D/g, '')).toBe(spelled.replace(/\D/g, ''));
      expect(value.split('.')[1]).toBe(spelled.split(',')[1]);
      expect(spelled).toMatch(/^[-+]?(\d*|[1-9]\d{0,2}(\.\d{3})*)(,\d*)?$/);
    }),
    { numRuns: 2000 },
  );
});

test('without a decimal mark it is a point', () => {
  expect(respelled(numberSpelling({ decimal: null, thousands: 0x2c }), '1,234.5')).toBe('1234.5');
});

test('the form shows both marks', () => {
  expect(german.form).toBe('1.234.567,89');
  expect(marked(',', null).form).toBe('1234567,89');
});
