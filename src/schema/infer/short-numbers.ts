/**
 * The numbers that most files are full of, in one pass: their shape is checked and their image made together. What is not
 * among them may still be a number. A column of such numbers is inferred in half the time.
 */
import { writeInt32 } from '../codecs/append.js';
import type { CopyOutput } from '../codecs/codec.js';
import { isDigit } from '../codecs/digits.js';
import { newShortDecimal, scanShortDecimal } from '../codecs/short-decimal.js';
import { appendShortNumeric } from '../codecs/short-numeric.js';

/** Appends the image of the value in `bytes[start..end)`, if it is one of the short ones; else says false. */
export type ShortEncoder = (bytes: Buffer, start: number, end: number, output: CopyOutput) => boolean;

/** Encodes whole numbers of up to nine digits, without a sign and without leading zeros, as integer. */
export const encodeShortInteger: ShortEncoder = (bytes, start, end, output) => {
  const length = end - start;
  if (length < 1 || length > MAX_DIGITS || (bytes[start] === ZERO && length > 1)) return false;
  let value = 0;
  for (let at = start; at < end; at++) {
    const digit = bytes[at] - ZERO;
    if (digit < 0 || digit > 9) return false;
    value = value * 10 + digit;
  }
  output.offset = writeInt32(output.bytes, writeInt32(output.bytes, output.offset, INTEGER_BYTES), value);
  return true;
};

/** Makes an encoder of numbers such as `-12.50` as numeric: up to nine digits, and up to eight after a point. */
export function shortDecimalEncoder(): ShortEncoder {
  const short = newShortDecimal();
  return (bytes, start, end, output) => {
    const first = bytes[start] === MINUS ? start + 1 : start;
    const hasLeadingZero = bytes[first] === ZERO && first + 1 < end && isDigit(bytes[first + 1]);
    if (hasLeadingZero || !scanShortDecimal(bytes, start, end, short)) return false;
    appendShortNumeric(short, output);
    return true;
  };
}

const MAX_DIGITS = 9;
const INTEGER_BYTES = 4;
const ZERO = 0x30;
const MINUS = 0x2d;
