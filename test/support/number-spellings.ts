import fc from 'fast-check';

const sign = fc.constantFrom('', '', '-', '+');
const zeros = fc.constantFrom('', '', '0', '000', '0000000');

/**
 * Decimal numbers as people and programs write them: sign, leading and trailing zeros, a point anywhere.
 *
 * @param digits - The most digits on either side of the point.
 */
export function decimalSpellings(digits: number): fc.Arbitrary<string> {
  const run = fc.string({ unit: fc.constantFrom(...'0123456789999'), maxLength: digits });
  return fc
    .tuple(sign, zeros, run, fc.constantFrom('', '.', '.'), run, zeros)
    .map(([signs, leading, whole, point, fraction, trailing]) =>
      [signs, leading, whole, point, ...(point === '' ? [] : [fraction, trailing])].join(''),
    );
}

/**
 * Decimal numbers with an exponent.
 *
 * @param digits - The most digits on either side of the point.
 * @param exponent - The most that the exponent is, either way.
 */
export function scientificSpellings(digits: number, exponent: number): fc.Arbitrary<string> {
  return fc
    .tuple(
      decimalSpellings(digits),
      fc.constantFrom('e', 'E', 'e+', 'e0'),
      fc.integer({ min: -exponent, max: exponent }),
    )
    .map(([mantissa, letter, power]) => `${mantissa}${power < 0 ? letter.slice(0, 1) : letter}${power}`);
}

/** Spellings that stand for no decimal number, and literals that only some versions of Postgres read. */
export const oddSpellings = fc.constantFrom(
  ...['NaN', 'nan', '+NaN', '-nan', 'nan(1)', 'Infinity', '-Infinity', '+inf', 'inf', 'infinit', 'Inf', 'NaN '],
  ...['0x1F', '0x1.8p3', '-0b101', '0o17', '1_000', '1_000.000_1', '1e1_0', '1__0', '1_.5', '1._5', '0x', '1e 5'],
  ...['', '.', '-', '+.', 'e5', '1e', '1e+', '1.2.3', '--1', '1-', '12,50', '1 2', '$5', 'N/A', 'null', '1d5', '1f'],
);
