import { daysSince2000, isDate } from './calendar.js';
import { Verdict, type VerdictCode } from './codec.js';
import { isDigit, readNumber, twoDigits } from './digits.js';
import type { Moment } from './moment.js';

/**
 * Reads the date at `moment.at`: `2024-01-15` (also `2024/1/5`, `2024.1.5`), a lone `20240115`, and, as the session's
 * date order has it, `1/15/2024` or `15/1/2024`.
 *
 * @param bytes - Holds the field.
 * @param end - The byte after the field's last.
 * @param moment - Its date is set and its `at` moved.
 * @returns Accepted; out of range: Postgres surely refuses, whatever follows; or undecided: none of these forms.
 */
export function readDate(bytes: Buffer, end: number, moment: Moment): VerdictCode {
  if (readIsoDate(bytes, end, moment)) return Verdict.accepted;
  return readCompactDate(bytes, end, moment) || readSeparatedDate(bytes, end, moment)
    ? checkDate(bytes, end, moment)
    : Verdict.undecided;
}

/** Reads `2024-01-15` at its fixed places, which takes half the time; anything amiss is left to the others. */
function readIsoDate(bytes: Buffer, end: number, moment: Moment): boolean {
  const { at } = moment;
  const after = at + ISO_LENGTH;
  if (after > end || bytes[at + 4] !== HYPHEN || bytes[at + 7] !== HYPHEN) return false;
  const century = twoDigits(bytes, at);
  const yearOfCentury = twoDigits(bytes, at + 2);
  const month = twoDigits(bytes, at + 5);
  const day = twoDigits(bytes, at + 8);
  const year = century * 100 + yearOfCentury;
  if ((century | yearOfCentury | month | day) < 0 || !isDate(year, month, day)) return false;
  if (after < end && continuesDate(bytes[after])) return false;
  moment.days = daysSince2000(year, month, day);
  moment.at = after;
  return true;
}

/** Eight digits and nothing else. */
function readCompactDate(bytes: Buffer, end: number, moment: Moment): boolean {
  const { at } = moment;
  if (end - at !== COMPACT_LENGTH) return false;
  const number = readNumber(bytes, end, moment);
  if (moment.at === end)
    return setDate(moment, Math.floor(number / 10_000), Math.floor(number / 100) % 100, number % 100);
  moment.at = at;
  return false;
}

/** Three numbers with the same separator between them; one of three or four digits is the year. */
function readSeparatedDate(bytes: Buffer, end: number, moment: Moment): boolean {
  const start = moment.at;
  const first = readNumber(bytes, end, moment);
  const separator = moment.at;
  const second = readAfter(bytes, end, moment, separator);
  const secondEnd = moment.at;
  const third = readAfter(bytes, end, moment, separator);
  const isWhole = isSeparator(bytes[separator]) && (first | second | third) >= 0 && secondEnd - separator <= 3;
  if (!isWhole) return false;
  if (isYearLength(separator - start)) return setDate(moment, first, second, third);
  const yearIsLast = separator - start <= 2 && isYearLength(moment.at - secondEnd - 1);
  return yearIsLast && setDateInOrder(moment, first, second, third);
}

/** Reads one number more, if it follows the same byte as is at `separator`; else -1. */
function readAfter(bytes: Buffer, end: number, moment: Moment, separator: number): number {
  if (bytes[moment.at] !== bytes[separator]) return -1;
  moment.at++;
  return readNumber(bytes, end, moment);
}

function setDateInOrder(moment: Moment, first: number, second: number, year: number): boolean {
  if (moment.dateOrder === 'YMD') return false;
  return moment.dateOrder === 'MDY' ? setDate(moment, year, first, second) : setDate(moment, year, second, first);
}

function setDate(moment: Moment, year: number, month: number, day: number): true {
  moment.year = year;
  moment.month = month;
  moment.day = day;
  return true;
}

function checkDate(bytes: Buffer, end: number, moment: Moment): VerdictCode {
  const { at, year, month, day } = moment;
  if (at < end && continuesDate(bytes[at])) return Verdict.undecided;
  if (!isDate(year, month, day)) {
    const isLeapDay = month === 2 && day === 29 && year > 0;
    return isLeapDay && mayNameEra(bytes, at, end) ? Verdict.undecided : Verdict.outOfRange;
  }
  moment.days = daysSince2000(year, month, day);
  return Verdict.accepted;
}

/** Whether `BC` may follow: then other years have a 29 February. */
function mayNameEra(bytes: Buffer, at: number, end: number): boolean {
  for (let index = at; index < end; index++) {
    if ((bytes[index] | CASE_BIT) === SMALL_B) return true;
  }
  return false;
}

/** One or two digits are a year only in the date order YMD, and then a short one: both are left to Postgres. */
function isYearLength(length: number): boolean {
  return length === 3 || length === 4;
}

function isSeparator(byte: number): boolean {
  return byte === HYPHEN || byte === SLASH || byte === DOT;
}

function continuesDate(byte: number): boolean {
  return isDigit(byte) || isSeparator(byte);
}

const ISO_LENGTH = 10;
const COMPACT_LENGTH = 8;
const HYPHEN = 0x2d;
const DOT = 0x2e;
const SLASH = 0x2f;
const SMALL_B = 0x62;
const CASE_BIT = 0x20;
