/**
 * Writes a whole number in decimal digits.
 *
 * @param target - Must have room for 16 bytes at `at`.
 * @param at - Where the first digit goes.
 * @param value - 0 to 2^53 - 1.
 * @returns The place after the last digit.
 */
export function writeDigits(target: Buffer, at: number, value: number): number {
  if (value < HALF) return writeHalf(target, at, value, digitCount(value));
  const high = Math.floor(value / HALF);
  const middle = writeHalf(target, at, high, digitCount(high));
  return writeHalf(target, middle, value - high * HALF, HALF_DIGITS);
}

/** Numbers below this are 32-bit integers, whose division is much faster than that of doubles. */
const HALF = 1_000_000_000;
const HALF_DIGITS = 9;

function digitCount(value: number): number {
  let count = 1;
  for (let bound = 10; value >= bound && count < HALF_DIGITS; bound *= 10) count++;
  return count;
}

function writeHalf(target: Buffer, at: number, value: number, length: number): number {
  let rest = value | 0;
  for (let place = at + length - 1; place >= at; place--) {
    const quotient = (rest / 10) | 0;
    target[place] = 0x30 + rest - 10 * quotient;
    rest = quotient;
  }
  return at + length;
}
