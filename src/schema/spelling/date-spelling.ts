import { dropBlanks, skipBlanks } from '../codecs/blanks.js';
import { skipDigits } from '../codecs/skip-digits.js';
import { type Spelling, Unwritten } from './spelling.js';

/** The orders in which a file may write day, month and year. */
export const dateOrders = ['dmy', 'mdy', 'ymd'] as const;

/** One of {@link dateOrders}. */
export type DateOrder = (typeof dateOrders)[number];

/**
 * The spelling of dates as three numbers in a given order, with `/`, `-` or `.` between them, twice the same. What
 * follows, a time of day or a zone, is kept. A first number of four digits is always a year, before month and day.
 * A year of two digits is read as PostgreSQL reads it: 70 to 99 are 1970 to 1999, 00 to 69 are 2000 to 2069. What is
 * not three numbers (`infinity`, `20241231`, `5 Jan 2024`) is left as it is.
 *
 * @param order - The order of the three.
 * @param shortYears - Whether years may have two digits; default true.
 */
export function dateSpelling(order: DateOrder, shortYears = true): Spelling {
  const scan: Scan = { order, shortYears, parts: new Int32Array(6), restStart: 0 };
  return {
    form: forms[order],
    hint: `Dates are read as ${orderWords[order]}, with /, - or . between: see --date-order.`,
    respell(bytes, start, end, target) {
      const from = skipBlanks(bytes, start, end);
      const to = dropBlanks(bytes, from, end);
      const outcome = findParts(bytes, from, to, scan);
      if (outcome !== FOUND) return outcome;
      return isYearFirst(scan) && isIso(bytes, scan) ? Unwritten.asItIs : writeIso(bytes, to, scan, target);
    },
  };
}

const forms = { dmy: '31/12/2024', mdy: '12/31/2024', ymd: '2024/12/31' } as const;
const orderWords = { dmy: 'day, month, year', mdy: 'month, day, year', ymd: 'year, month, day' } as const;

/** A date being rewritten; one object for all dates of a column. */
interface Scan {
  readonly order: DateOrder;
  readonly shortYears: boolean;
  /** Start and end of each of the three numbers. */
  readonly parts: Int32Array;
  /** What follows the date. */
  restStart: number;
}

/** Finds the three numbers; or says why there are none. */
function findParts(bytes: Buffer, start: number, end: number, scan: Scan): number {
  const { parts } = scan;
  let at = start;
  for (let part = 0; part < 6; part += 2) {
    const digitsEnd = skipDigits(bytes, at, end);
    const isLast = part === 4;
    if (digitsEnd === at || (!isLast && !isSeparatorAt(bytes, digitsEnd, end))) return Unwritten.asItIs;
    parts[part] = at;
    parts[part + 1] = digitsEnd;
    at = digitsEnd + 1;
  }
  scan.restStart = parts[5];
  const isDivided = bytes[parts[1]] === bytes[parts[3]] && !isSeparatorAt(bytes, parts[5], end);
  return isDivided && hasLengths(scan) ? FOUND : Unwritten.refused;
}

/** Whether each number has as many digits as its place in the order allows. */
function hasLengths({ order, shortYears, parts }: Scan): boolean {
  const first = parts[1] - parts[0];
  const second = parts[3] - parts[2];
  const third = parts[5] - parts[4];
  if (second > 2) return false;
  if (first === 4) return third <= 2;
  if (order === 'ymd') return shortYears && first === 2 && third <= 2;
  return first <= 2 && (third === 4 || (shortYears && third === 2));
}

function isYearFirst({ order, parts }: Scan): boolean {
  return order === 'ymd' || parts[1] - parts[0] === 4;
}

/** Whether a date with its year first is `2024-12-31` already. */
function isIso(bytes: Buffer, { parts }: Scan): boolean {
  return bytes[parts[1]] === HYPHEN && parts[1] - parts[0] === 4 && parts[5] - parts[0] === ISO_LENGTH;
}

function writeIso(bytes: Buffer, end: number, scan: Scan, target: Buffer): number {
  const { order, parts, restStart } = scan;
  const yearFirst = isYearFirst(scan);
  const year = yearFirst ? 0 : 4;
  const month = yearFirst || order === 'dmy' ? 2 : 0;
  const day = 6 - year - month;
  writeTwoDigits(century(bytes, parts, year), target, 0);
  writeTwoDigits(lastTwoDigits(bytes, parts, year), target, 2);
  target[4] = HYPHEN;
  writeTwoDigits(lastTwoDigits(bytes, parts, month), target, 5);
  target[7] = HYPHEN;
  writeTwoDigits(lastTwoDigits(bytes, parts, day), target, 8);
  let length = ISO_LENGTH;
  for (let at = restStart; at < end; at++) target[length++] = bytes[at];
  return length;
}

/** The first two digits of a year; where it has but two, those that PostgreSQL would give it. */
function century(bytes: Buffer, parts: Int32Array, part: number): number {
  if (parts[part + 1] - parts[part] === 4) return 10 * (bytes[parts[part]] - ZERO) + bytes[parts[part] + 1] - ZERO;
  return lastTwoDigits(bytes, parts, part) < FIRST_SHORT_YEAR ? 20 : 19;
}

/** The number that the last one or two digits of a part make. */
function lastTwoDigits(bytes: Buffer, parts: Int32Array, part: number): number {
  const last = parts[part + 1] - 1;
  return (last === parts[part] ? 0 : 10 * (bytes[last - 1] - ZERO)) + bytes[last] - ZERO;
}

function writeTwoDigits(value: number, target: Buffer, at: number): void {
  const tens = (value / 10) | 0;
  target[at] = ZERO + tens;
  target[at + 1] = ZERO + value - 10 * tens;
}

function isSeparatorAt(bytes: Buffer, at: number, end: number): boolean {
  return at < end && (bytes[at] === SLASH || bytes[at] === HYPHEN || bytes[at] === DOT);
}

const FOUND = 0;
const ISO_LENGTH = 10;
/** 70 is 1970: https://www.postgresql.org/docs/current/datetime-input-rules.html, step 5. */
const FIRST_SHORT_YEAR = 70;
const HYPHEN = 0x2d;
const DOT = 0x2e;
const SLASH = 0x2f;
const ZERO = 0x30;
