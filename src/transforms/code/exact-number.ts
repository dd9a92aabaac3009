/**
 * The number that a text says, if its shortest form has the same value: nothing is rounded.
 *
 * @param text - A decimal number; an exponent is allowed.
 * @returns null when a number can't hold it, or the text is none.
 */
export function exactNumber(text: string): number | null {
  if (text.length > MAX_LENGTH) return null;
  const written = decimalOf(text);
  if (written === null) return null;
  const value = Number(text);
  return decimalOf(String(value)) === written ? value : null;
}

/** More are a number only with hundreds of zeros. */
const MAX_LENGTH = 400;

/** One spelling for each value: the digits that count, and the power of ten of the last. */
function decimalOf(text: string): string | null {
  const match = DECIMAL.exec(text);
  if (match === null) return null;
  const [, sign, whole, fraction = '', exponent = '0'] = match;
  const digits = `${whole}${fraction}`.replace(/^0+/, '');
  const significant = digits.replace(/0+$/, '');
  if (significant === '') return /\d/.test(whole + fraction) ? '0' : null;
  const power = Number(exponent) - fraction.length + digits.length - significant.length;
  return `${sign === '-' ? '-' : ''}${significant}e${power}`;
}

const DECIMAL = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,6}))?$/;

/**
 * The number that short bytes say, without a string: at most 15 digits, which a number always holds.
 *
 * @param bytes - Where they are.
 * @param start - The first.
 * @param end - The byte after the last.
 * @param mayHavePoint - A decimal point is allowed.
 * @returns NaN for all else.
 */
// eslint-disable-next-line complexity -- One loop: with a call for each kind of byte it takes twice the time.
export function shortNumber(bytes: Uint8Array, start: number, end: number, mayHavePoint: boolean): number {
  const isNegative = bytes[start] === MINUS;
  const first = isNegative ? start + 1 : start;
  let value = 0;
  let digits = 0;
  let pointAt = -1;
  for (let at = first; at < end; at++) {
    const digit = bytes[at] - ZERO;
    if (digit >= 0 && digit <= 9) {
      if (++digits > MAX_DIGITS) return NaN;
      value = 10 * value + digit;
    } else if (digit === POINT && mayHavePoint && pointAt < 0) pointAt = at;
    else return NaN;
  }
  if (digits === 0) return NaN;
  if (pointAt >= 0) value /= POWERS[end - pointAt - 1];
  return isNegative ? -value : value;
}

const MINUS = 0x2d;
const ZERO = 0x30;
/** The point, less the digit zero. */
const POINT = 0x2e - ZERO;
const MAX_DIGITS = 15;

/** A quotient of two whole numbers that are exact is the number nearest to it. */
const POWERS = Array.from({ length: MAX_DIGITS + 1 }, (_, power) => 10 ** power);
