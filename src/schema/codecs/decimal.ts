import { skipBlanks } from './blanks.js';
import { skipDigits } from './skip-digits.js';

/** The parts of a number's spelling, as offsets; one object is used for every field of a column. */
export interface Decimal {
  negative: boolean;
  /** The first digit that is not 0; `end` when there is none: the number is zero. */
  first: number;
  /** The decimal point; `end` when there is none. */
  point: number;
  /** The byte after the last digit (or point) before the exponent. */
  end: number;
  /** The stated exponent, cut to 10^12 either way; 0 when there is none. */
  exponent: number;
}

/** A {@link Decimal} to scan into. */
export function newDecimal(): Decimal {
  return { negative: false, first: 0, point: 0, end: 0, exponent: 0 };
}

/**
 * Takes apart a number as both numeric and the float types read it: sign, digits with at most one point, exponent,
 * with blanks around it.
 *
 * @param bytes - Holds the field.
 * @param start - The field's first byte.
 * @param end - The byte after its last.
 * @param decimal - Takes the parts; unspecified when the answer is false.
 * @returns Whether it is such a number.
 */
export function scanDecimal(bytes: Buffer, start: number, end: number, decimal: Decimal): boolean {
  const sign = skipBlanks(bytes, start, end);
  const digits = skipSign(bytes, sign, end);
  decimal.negative = digits > sign && bytes[sign] === MINUS;
  const point = skipDigits(bytes, digits, end);
  const hasPoint = point < end && bytes[point] === POINT;
  const mantissaEnd = hasPoint ? skipDigits(bytes, point + 1, end) : point;
  if (mantissaEnd - digits === (hasPoint ? 1 : 0)) return false;
  decimal.first = skipZeros(bytes, digits, mantissaEnd);
  decimal.point = point;
  decimal.end = mantissaEnd;
  decimal.exponent = 0;
  return mantissaEnd === end || scanTail(bytes, mantissaEnd, end, decimal);
}

/** How many digits are written after the point. */
export function fractionDigits({ point, end }: Decimal): number {
  return point < end ? end - point - 1 : 0;
}

const PLUS = 0x2b;
const MINUS = 0x2d;
const POINT = 0x2e;
const ZERO = 0x30;
const LETTER_E = 0x65;
/** More than the digits of any field, so that none can make up for it. */
const EXPONENT_MAX = 1e12;

function skipSign(bytes: Buffer, start: number, end: number): number {
  return start < end && (bytes[start] === MINUS || bytes[start] === PLUS) ? start + 1 : start;
}

function skipZeros(bytes: Buffer, start: number, end: number): number {
  let at = start;
  while (at < end && (bytes[at] === ZERO || bytes[at] === POINT)) at++;
  return at;
}

/** Scans what may follow the digits: an exponent, blanks. */
function scanTail(bytes: Buffer, start: number, end: number, decimal: Decimal): boolean {
  let at = start;
  if ((bytes[at] | 0x20) === LETTER_E) {
    const digits = skipSign(bytes, at + 1, end);
    at = skipDigits(bytes, digits, end);
    if (at === digits) return false;
    const magnitude = readExponent(bytes, digits, at);
    decimal.exponent = bytes[digits - 1] === MINUS ? -magnitude : magnitude;
  }
  return skipBlanks(bytes, at, end) === end;
}

function readExponent(bytes: Buffer, start: number, end: number): number {
  let value = 0;
  for (let at = start; at < end && value < EXPONENT_MAX; at++) value = value * 10 + bytes[at] - ZERO;
  return Math.min(value, EXPONENT_MAX);
}
