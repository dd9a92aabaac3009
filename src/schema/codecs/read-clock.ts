import { Verdict, type VerdictCode } from './codec.js';
import { skipBlanks } from './blanks.js';
import { readNumber } from './digits.js';
import type { Moment } from './moment.js';

/**
 * Reads the time of day at `moment.at`: `9:30`, `09:30:00`, `09:30:00.123456`, each also with `AM` or `PM` after it.
 * A fraction of up to 15 digits is rounded to microseconds as Postgres rounds it.
 *
 * @param bytes - Holds the field.
 * @param end - The byte after the field's last.
 * @param moment - Its time of day is set and its `at` moved.
 * @returns Accepted; out of range: Postgres surely refuses, whatever follows; or undecided: none of these forms.
 */
export function readClock(bytes: Buffer, end: number, moment: Moment): VerdictCode {
  const hour = readNumber(bytes, end, moment);
  const minute = readAfterColon(bytes, end, moment);
  if (hour < 0 || minute < 0) return Verdict.undecided;
  const isLong = isAt(bytes, end, moment, COLON);
  const second = isLong ? readAfterColon(bytes, end, moment) : 0;
  if (second < 0) return Verdict.undecided;
  moment.hour = hour;
  moment.minute = minute;
  moment.second = second;
  moment.micros = isLong && isAt(bytes, end, moment, DOT) ? readFraction(bytes, end, moment) : 0;
  return checkClock(bytes, end, moment);
}

/** Reads a colon and a number; -1 when they aren't there. */
function readAfterColon(bytes: Buffer, end: number, moment: Moment): number {
  if (!isAt(bytes, end, moment, COLON)) return -1;
  moment.at++;
  return readNumber(bytes, end, moment);
}

/** Reads a decimal point and digits as microseconds; -1 when there are no digits, or more than a double holds. */
function readFraction(bytes: Buffer, end: number, moment: Moment): number {
  const start = ++moment.at;
  const digits = readNumber(bytes, end, moment);
  const length = moment.at - start;
  if (length > EXACT_DIGITS) return -1;
  return length <= 6 ? digits * POWERS_OF_TEN[6 - length] : roundToEven((digits / POWERS_OF_TEN[length]) * 1e6);
}

/** As C's `rint`, which Postgres uses. */
function roundToEven(value: number): number {
  const rounded = Math.round(value);
  return rounded - value === 0.5 && rounded % 2 === 1 ? rounded - 1 : rounded;
}

function checkClock(bytes: Buffer, end: number, moment: Moment): VerdictCode {
  const { hour, minute, second, micros } = moment;
  if (micros < 0 || isAt(bytes, end, moment, COLON) || isAt(bytes, end, moment, DOT)) return Verdict.undecided;
  if (minute > 59 || second > 60) return Verdict.outOfRange;
  const rest = minute + second + micros;
  if (hour > 24 || (hour === 24 && rest > 0)) return Verdict.outOfRange;
  if (second === 60) return Verdict.undecided;
  moment.seconds = (hour * 60 + minute) * 60 + second;
  return moment.at < end ? readHalf(bytes, end, moment) : Verdict.accepted;
}

/** Reads `AM` or `PM`, if it is there. */
function readHalf(bytes: Buffer, end: number, moment: Moment): VerdictCode {
  const at = skipBlanks(bytes, moment.at, end);
  const letter = bytes[at] | CASE_BIT;
  const isHalf = (letter === SMALL_A || letter === SMALL_P) && (bytes[at + 1] | CASE_BIT) === SMALL_M;
  const isWhole = at + 2 === end || skipBlanks(bytes, at + 2, end) > at + 2;
  if (!isHalf || !isWhole) return Verdict.accepted;
  if (moment.hour > 12) return Verdict.outOfRange;
  moment.seconds += ((letter === SMALL_P ? 12 : 0) - (moment.hour === 12 ? 12 : 0)) * 3600;
  moment.at = at + 2;
  return Verdict.accepted;
}

function isAt(bytes: Buffer, end: number, moment: Moment, byte: number): boolean {
  return moment.at < end && bytes[moment.at] === byte;
}

/** So many decimal digits fit a double exactly. */
const EXACT_DIGITS = 15;
const POWERS_OF_TEN = Float64Array.from({ length: EXACT_DIGITS + 1 }, (_, exponent) => 10 ** exponent);

const COLON = 0x3a;
const DOT = 0x2e;
const SMALL_A = 0x61;
const SMALL_M = 0x6d;
const SMALL_P = 0x70;
const CASE_BIT = 0x20;
