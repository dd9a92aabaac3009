/** The spellings of ISO 8601 dates and times; that there is such a day and hour is left to their codecs. */
import { isDigit, twoDigits } from '../codecs/digits.js';
import { skipDigits } from '../codecs/skip-digits.js';

/**
 * Whether `bytes[start..end)` is spelled as `YYYY-MM-DD`.
 *
 * @param bytes - Holds the field.
 * @param start - Its first byte.
 * @param end - The byte after its last.
 */
export function isIsoDate(bytes: Buffer, start: number, end: number): boolean {
  return end - start === DATE_LENGTH && isDate(bytes, start, end);
}

/**
 * Whether `bytes[start..end)` is spelled as a date alone, or with a time of day without a zone.
 *
 * @param bytes - Holds the field.
 * @param start - Its first byte.
 * @param end - The byte after its last.
 */
export function isIsoTimestamp(bytes: Buffer, start: number, end: number): boolean {
  if (!isDate(bytes, start, end)) return false;
  const clock = start + DATE_LENGTH;
  return clock === end || skipClock(bytes, clock, end) === end;
}

/**
 * Whether `bytes[start..end)` is spelled as a date and a time of day with a zone: `Z`, `UTC`, or an offset such as
 * `+01`, `+0100` or `+01:00`, a space before it or none.
 *
 * @param bytes - Holds the field.
 * @param start - Its first byte.
 * @param end - The byte after its last.
 */
export function isZonedTimestamp(bytes: Buffer, start: number, end: number): boolean {
  if (!isDate(bytes, start, end)) return false;
  const clock = start + DATE_LENGTH;
  const clockEnd = skipClock(bytes, clock, end);
  return clockEnd > clock && isZone(bytes, bytes[clockEnd] === SPACE ? clockEnd + 1 : clockEnd, end);
}

const DATE_LENGTH = 10;
/** Postgres stores microseconds. */
const FRACTION_DIGITS = 6;
const SPACE = 0x20;
const PLUS = 0x2b;
const MINUS = 0x2d;
const POINT = 0x2e;
const ZERO = 0x30;
const COLON = 0x3a;
const LETTER_T = 0x54;
const LETTER_Z = 0x5a;

function isDate(bytes: Buffer, start: number, end: number): boolean {
  return (
    end - start >= DATE_LENGTH &&
    bytes[start + 4] === MINUS &&
    bytes[start + 7] === MINUS &&
    (twoDigits(bytes, start) | twoDigits(bytes, start + 2)) >= 0 &&
    (twoDigits(bytes, start + 5) | twoDigits(bytes, start + 8)) >= 0 &&
    (end - start === DATE_LENGTH || !isDigit(bytes[start + DATE_LENGTH]))
  );
}

/** The offset after `T` or a space, hours and minutes, with seconds or none; `start` when that is not there. */
function skipClock(bytes: Buffer, start: number, end: number): number {
  const separator = bytes[start];
  if (start >= end || (separator !== LETTER_T && separator !== SPACE)) return start;
  if (skipDigits(bytes, start + 1, end) !== start + 3) return start;
  const minutes = skipColonAndTwo(bytes, start + 3, end);
  if (minutes === start + 3) return start;
  const seconds = skipColonAndTwo(bytes, minutes, end);
  return seconds === minutes ? minutes : skipFraction(bytes, seconds, end);
}

/** The offset after a colon and exactly two digits, or `start`. */
function skipColonAndTwo(bytes: Buffer, start: number, end: number): number {
  return start < end && bytes[start] === COLON && skipDigits(bytes, start + 1, end) === start + 3 ? start + 3 : start;
}

/** The offset after a point and digits, only zeros after the sixth; `start` when they are not there. */
function skipFraction(bytes: Buffer, start: number, end: number): number {
  if (start >= end || bytes[start] !== POINT) return start;
  const digitsEnd = skipDigits(bytes, start + 1, end);
  if (digitsEnd === start + 1) return start;
  for (let at = start + 1 + FRACTION_DIGITS; at < digitsEnd; at++) if (bytes[at] !== ZERO) return start;
  return digitsEnd;
}

function isZone(bytes: Buffer, start: number, end: number): boolean {
  const length = end - start;
  if (length === 1) return bytes[start] === LETTER_Z;
  if (length < 3 || (bytes[start] !== PLUS && bytes[start] !== MINUS)) return isUtc(bytes, start, end);
  const hours = skipDigits(bytes, start + 1, end);
  if (hours === end) return length === 3 || length === 5;
  return hours === start + 3 && skipColonAndTwo(bytes, hours, end) === end;
}

function isUtc(bytes: Buffer, start: number, end: number): boolean {
  return end - start === 3 && bytes[start] === 0x55 && bytes[start + 1] === 0x54 && bytes[start + 2] === 0x43;
}
