import { ExpressionFailure } from '../expression-failure.js';
import type { CelFunction } from './cel-function.js';

/** The functions of numbers. */
export const numberFunctions: readonly CelFunction[] = [
  fn('abs(int): int', 'Without its sign.', (value: bigint) => (value < 0n ? -value : value)),
  fn('abs(double): double', 'Without its sign.', Math.abs),
  fn('sign(int): int', '-1, 0 or 1.', (value: bigint) => (value > 0n ? 1n : value < 0n ? -1n : 0n)),
  fn('sign(double): int', '-1, 0 or 1.', (value: number) => (value > 0 ? 1n : value < 0 ? -1n : 0n)),
  fn('round(int): int', 'Itself.', (value: bigint) => value),
  fn(
    'round(double): double',
    'The nearest whole number; a half goes away from zero, as in `numeric`.',
    (value: number) => roundTo(value, 0n),
  ),
  fn(
    'round(int, int): int',
    'Rounded to so many decimal places; negative: to tens, hundreds, ….',
    (value: bigint, places: bigint) => (places >= 0n ? value : roundWhole(value, -places)),
  ),
  fn(
    'round(double, int): double',
    'Rounded to so many decimal places by its decimal digits: `round(1.005, 2)` is 1.01.',
    roundTo,
  ),
  fn('floor(int): int', 'Itself.', (value: bigint) => value),
  fn('floor(double): double', 'The greatest whole number that is not more.', Math.floor),
  fn('ceil(int): int', 'Itself.', (value: bigint) => value),
  fn('ceil(double): double', 'The least whole number that is not less.', Math.ceil),
  fn('trunc(int): int', 'Itself.', (value: bigint) => value),
  fn('trunc(double): double', 'Without its decimal places.', Math.trunc),
  fn('sqrt(int): double', 'The square root.', (value: bigint) => root(Number(value))),
  fn('sqrt(double): double', 'The square root.', root),
  fn('power(int, int): double', 'The first to the power of the second.', power),
  fn('power(int, double): double', 'The first to the power of the second.', power),
  fn('power(double, int): double', 'The first to the power of the second.', power),
  fn('power(double, double): double', 'The first to the power of the second.', power),
];

function fn(signature: string, description: string, handler: CelFunction['handler']): CelFunction {
  return { signature, description, handler };
}

/** By the decimal digits of the number as it is written, not by the binary ones: nobody sees those. */
function roundTo(value: number, places: bigint): number {
  if (!Number.isFinite(value)) return value;
  const digits = Math.max(-MAX_PLACES, Math.min(MAX_PLACES, Number(places)));
  const shifted = shift(Math.abs(value), digits);
  // Beyond that it has no such places, or is too large to be shifted.
  if (digits >= 0 && shifted >= Number.MAX_SAFE_INTEGER) return value;
  return Math.sign(value) * shift(Math.round(shifted), -digits);
}

const MAX_PLACES = 400;

function shift(value: number, digits: number): number {
  const [mantissa, exponent = '0'] = String(value).split('e');
  return Number(`${mantissa}e${Number(exponent) + digits}`);
}

function roundWhole(value: bigint, places: bigint): bigint {
  if (places > 19n) return 0n;
  const unit = 10n ** places;
  const half = value < 0n ? -unit / 2n : unit / 2n;
  return ((value + half) / unit) * unit;
}

function root(value: number): number {
  if (value < 0) throw new ExpressionFailure('square root of a negative number');
  return Math.sqrt(value);
}

function power(base: bigint | number, exponent: bigint | number): number {
  return Number(base) ** Number(exponent);
}
