import { skipBlanks } from './blanks.js';
import { Verdict, type VerdictCode } from './codec.js';
import { isDigit, readNumber, twoDigits } from './digits.js';
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
  moment.micros = 0;
  const isRead = readFixedClock(bytes, end, moment) || readLooseClock(bytes, end, moment);
  return isRead ? checkClock(bytes, end, moment) : Verdict.undecided;
}

/** Reads `09:30:00` at its fixed places, which takes a third of the time; anything amiss is left to the other. */
function readFixedClock(bytes: Buffer, end: number, moment: Moment): boolean {
  const { at } = moment;
  const after = at + FIXED_LENGTH;
  if (after > end || bytes[at + 2] !== COLON || bytes[at + 5] !== COLON) return false;
  const hour = twoDigits(bytes, at);
  const minute = twoDigits(bytes, at + 3);
  const second = twoDigits(bytes, at + 6);
  if ((hour | minute | second) < 0) return false;
  moment.hour = hour;
  moment.minute = minute;
  moment.second = second;
  moment.at = after;
  if (isAt(bytes, end, moment, DOT)) moment.micros = readFraction(bytes, end, moment);
  return true;
}

function readLooseClock(bytes: Buffer, end: number, moment: Moment): boolean {
  moment.hour = readNumber(bytes, end, moment);
  moment.minute = readAfterColon(bytes, end, moment);
  moment.second = 0;
  if (moment.hour < 0 || moment.minute < 0) return false;
  if (isAt(bytes, end, moment, COLON)) {
    moment.second = readAfterColon(bytes, end, moment);
    if (isAt(bytes, end, moment, DOT)) moment.micros = readFraction(bytes, end, moment);
  }
  return moment.second >= 0;
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
  return length <= 6 ? (digits * POWERS_OF_TEN[6 - length]) | 0 : roundToEven((digits / POWERS_OF_TEN[length]) * 1e6);
}

/** As C's `rint`, which Postgres uses. */
function roundToEven(value: number): number {
  const rounded = Math.round(value) | 0;
  return rounded - value === 0.5 ? rounded - (rounded & 1) : rounded;
}

function checkClock(bytes: Buffer, end: number, moment: Moment): VerdictCode {
  const { hour, minute, second, micros } = moment;
  if (micros < 0 || (moment.at < end && continuesClock(bytes[moment.at]))) return Verdict.undecided;
  if (minute > 59 || second > 60 || isPastMidnight(moment)) return Verdict.outOfRange;
  if (second === 60) return Verdict.undecided;
  moment.seconds = (hour * 60 + minute) * 60 + second;
  return startsHalf(bytes, end, moment) ? readHalf(bytes, end, moment) : Verdict.accepted;
}

/** Whether the time is after 24:00:00. */
function isPastMidnight({ hour, minute, second, micros }: Moment): boolean {
  return hour > 24 || (hour === 24 && minute + second + micros > 0);
}

/** Whether `A` or `P` is next, or after blanks. */
function startsHalf(bytes: Buffer, end: number, moment: Moment): boolean {
  const at = skipBlanks(bytes, moment.at, end);
  return at < end && ((bytes[at] | CASE_BIT) === SMALL_A || (bytes[at] | CASE_BIT) === SMALL_P);
}

/** Reads `AM` or `PM`; another word is left for the zone. */
function readHalf(bytes: Buffer, end: number, moment: Moment): VerdictCode {
  const at = skipBlanks(bytes, moment.at, end);
  const isWord = at + 2 === end || skipBlanks(bytes, at + 2, end) > at + 2;
  if (!isWord || (bytes[at + 1] | CASE_BIT) !== SMALL_M) return Verdict.accepted;
  if (moment.hour > 12) return Verdict.outOfRange;
  const isAfternoon = (bytes[at] | CASE_BIT) === SMALL_P;
  moment.seconds += ((isAfternoon ? 12 : 0) - (moment.hour === 12 ? 12 : 0)) * 3600;
  moment.at = at + 2;
  return Verdict.accepted;
}

function continuesClock(byte: number): boolean {
  return isDigit(byte) || byte === COLON || byte === DOT;
}

function isAt(bytes: Buffer, end: number, moment: Moment, byte: number): boolean {
  return moment.at < end && bytes[moment.at] === byte;
}

/** The length of `09:30:00`. */
const FIXED_LENGTH = 8;

/** So many decimal digits fit a double exactly. */
const EXACT_DIGITS = 15;
const POWERS_OF_TEN = Float64Array.from({ length: EXACT_DIGITS + 1 }, (_, exponent) => 10 ** exponent);

const COLON = 0x3a;
const DOT = 0x2e;
const SMALL_A = 0x61;
const SMALL_M = 0x6d;
const SMALL_P = 0x70;
const CASE_BIT = 0x20;
