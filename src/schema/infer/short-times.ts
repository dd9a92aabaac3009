/** The dates and times that most files are full of, in one pass, as `short-numbers.ts` does with numbers. */
import { appendMicros } from '../codecs/append-micros.js';
import { writeInt32 } from '../codecs/append.js';
import { daysSince2000, isDate } from '../codecs/calendar.js';
import { twoDigits } from '../codecs/digits.js';
import type { ShortEncoder } from './short-numbers.js';

/** Encodes `2024-01-31` as date. */
export const encodeShortDate: ShortEncoder = (bytes, start, end, output) => {
  const days = end - start === DATE_LENGTH ? readDays(bytes, start) : NO_DATE;
  if (days === NO_DATE) return false;
  output.offset = writeInt32(output.bytes, writeInt32(output.bytes, output.offset, DATE_BYTES), days);
  return true;
};

/** Encodes `2024-01-31T10:30:00Z`, also with a space for the `T`, as timestamptz. */
export const encodeZuluTime: ShortEncoder = (bytes, start, end, output) => {
  if (end - start !== ZULU_LENGTH || bytes[end - 1] !== LETTER_Z) return false;
  const days = readDays(bytes, start);
  const seconds = readSeconds(bytes, start + DATE_LENGTH);
  if (days === NO_DATE || seconds < 0) return false;
  appendMicros(output, days, seconds, 0);
  return true;
};

const DATE_LENGTH = 10;
const ZULU_LENGTH = 20;
const DATE_BYTES = 4;
const NO_DATE = -(2 ** 30);
const SPACE = 0x20;
const HYPHEN = 0x2d;
const COLON = 0x3a;
const LETTER_T = 0x54;
const LETTER_Z = 0x5a;

/** The days since 2000-01-01 of `YYYY-MM-DD` at `start`, or {@link NO_DATE}. */
function readDays(bytes: Buffer, start: number): number {
  const century = twoDigits(bytes, start);
  const yearOfCentury = twoDigits(bytes, start + 2);
  const month = twoDigits(bytes, start + 5);
  const day = twoDigits(bytes, start + 8);
  const year = 100 * century + yearOfCentury;
  const isSpelled = bytes[start + 4] === HYPHEN && bytes[start + 7] === HYPHEN && (century | yearOfCentury) >= 0;
  return isSpelled && isDate(year, month, day) ? daysSince2000(year, month, day) : NO_DATE;
}

/** The seconds of the day of `T10:30:00` at `start`, also with a space; -1 for another spelling, or no such time. */
function readSeconds(bytes: Buffer, start: number): number {
  if (bytes[start] !== LETTER_T && bytes[start] !== SPACE) return -1;
  const hour = twoDigits(bytes, start + 1);
  const minute = twoDigits(bytes, start + 4);
  const second = twoDigits(bytes, start + 7);
  const isSpelled = bytes[start + 3] === COLON && bytes[start + 6] === COLON && (hour | minute | second) >= 0;
  return isSpelled && hour < 24 && minute < 60 && second < 60 ? hour * 3600 + minute * 60 + second : -1;
}
