/** The spellings of numbers that are surely numbers. */
import { skipDigits } from '../codecs/skip-digits.js';

/**
 * Whether `bytes[start..end)` is a whole number without leading zeros: `0`, `-17`.
 *
 * @param bytes - Holds the field.
 * @param start - Its first byte.
 * @param end - The byte after its last.
 */
export function isWholeNumber(bytes: Buffer, start: number, end: number): boolean {
  const digits = bytes[start] === MINUS ? start + 1 : start;
  return digits < end && (bytes[digits] !== ZERO || digits + 1 === end) && skipDigits(bytes, digits, end) === end;
}

/**
 * Whether `bytes[start..end)` is a decimal number: a whole one, one with a point that digits follow (`0.5`, `-.5`), or
 * one with an exponent as programs write it: `1e-05`, `1.5E10`.
 *
 * @param bytes - Holds the field.
 * @param start - Its first byte.
 * @param end - The byte after its last.
 */
export function isDecimal(bytes: Buffer, start: number, end: number): boolean {
  const digits = bytes[start] === MINUS ? start + 1 : start;
  const point = skipDigits(bytes, digits, end);
  if (point - digits > 1 && bytes[digits] === ZERO) return false;
  if (point === end) return digits < end;
  if (bytes[point] !== POINT) return point > digits && isExponent(bytes, point, end) && isSign(bytes[point + 1]);
  const fractionEnd = skipDigits(bytes, point + 1, end);
  return fractionEnd > point + 1 && (fractionEnd === end || isExponent(bytes, fractionEnd, end));
}

const ZERO = 0x30;
const PLUS = 0x2b;
const MINUS = 0x2d;
const POINT = 0x2e;
const LETTER_E = 0x65;
const CASE_BIT = 0x20;

/** A double's exponent has three digits at most; more would write a short field out to thousands of digits. */
const MAX_EXPONENT_DIGITS = 3;

function isExponent(bytes: Buffer, start: number, end: number): boolean {
  if ((bytes[start] | CASE_BIT) !== LETTER_E) return false;
  const digits = isSign(bytes[start + 1]) ? start + 2 : start + 1;
  const count = end - digits;
  return count > 0 && count <= MAX_EXPONENT_DIGITS && skipDigits(bytes, digits, end) === end;
}

function isSign(byte: number): boolean {
  return byte === PLUS || byte === MINUS;
}
