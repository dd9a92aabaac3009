import { dropBlanks, skipBlanks } from '../codecs/blanks.js';
import { skipDigits } from '../codecs/skip-digits.js';
import { type Spelling, Unwritten } from './spelling.js';

/** The marks in a file's numbers; neither is a letter, a digit or a sign, and they differ. */
export interface NumberMarks {
  /** The byte before the fraction; null: a point. */
  readonly decimal: number | null;
  /**
   * The byte between groups of three digits; a space is also any no-break or thin one, an apostrophe also `’`. Null:
   * digits are not grouped, and a mark between them is a fault.
   */
  readonly thousands: number | null;
}

/**
 * The spelling of numbers with these marks; sign, exponent and blanks around are as PostgreSQL has them, and a word
 * (`NaN`, `Infinity`) is left as it is. Grouping is strict, so that no mark is taken for another: all digits before
 * the fraction are grouped, or none; every group but the first has three, the first one to three, and a grouped
 * number doesn't begin with 0. So where points group, `1.234` is a thousand and more, and `1.23` and `0.123` are faults.
 */
export function numberSpelling({ decimal, thousands }: NumberMarks): Spelling {
  const marks: Marks = { decimal: decimal ?? POINT, thousands: thousandsMarks(thousands) };
  const scan: Scan = { bytes: NO_BYTES, at: 0, end: 0, target: NO_BYTES, length: 0 };
  return {
    ...described(String.fromCharCode(marks.decimal), thousands === null ? '' : String.fromCharCode(thousands)),
    respell(bytes, start, end, target) {
      scan.bytes = bytes;
      scan.at = skipBlanks(bytes, start, end);
      scan.end = dropBlanks(bytes, scan.at, end);
      scan.target = target;
      scan.length = 0;
      return respell(scan, marks);
    },
  };
}

/** Whether numbers are spelled as PostgreSQL spells them. */
export function isPlainNumber({ decimal, thousands }: NumberMarks): boolean {
  return (decimal ?? POINT) === POINT && thousands === null;
}

interface Marks {
  readonly decimal: number;
  /** The ways to write the thousands mark, as UTF-8. */
  readonly thousands: readonly Buffer[];
}

/** A number being rewritten; one object for all numbers of a column. */
interface Scan {
  bytes: Buffer;
  /** The next byte to read. */
  at: number;
  end: number;
  target: Buffer;
  /** How many bytes have been written. */
  length: number;
}

function described(decimal: string, thousands: string): Pick<Spelling, 'form' | 'hint'> {
  const grouping =
    thousands === '' ? 'without thousands separators' : `with "${thousands}" between groups of three digits`;
  return {
    form: `1${thousands}234${thousands}567${decimal}89`,
    hint: `Numbers are read with "${decimal}" before the fraction and ${grouping}: see --decimal and --thousands.`,
  };
}

/** The ways to write a thousands mark. */
function thousandsMarks(mark: number | null): readonly Buffer[] {
  if (mark === null) return [];
  const text = String.fromCharCode(mark);
  return [text, ...(alternatives.get(text) ?? [])].map((one) => Buffer.from(one));
}

/** What typographers and spreadsheets write for the marks of a keyboard. */
const alternatives = new Map([
  [' ', ['\u00a0', '\u202f', '\u2009']],
  ["'", ['\u2019']],
]);

function respell(scan: Scan, marks: Marks): number {
  const { bytes, end } = scan;
  if (scan.at < end && isSign(bytes[scan.at])) copyTo(scan, scan.at + 1);
  const digitsEnd = skipDigits(bytes, scan.at, end);
  if (digitsEnd === end || isLetter(bytes[scan.at])) return Unwritten.asItIs;
  if (!copyGroups(scan, digitsEnd, marks)) return Unwritten.refused;
  if (scan.at < end && bytes[scan.at] === marks.decimal) copyFraction(scan);
  if (scan.at < end) copyExponent(scan);
  return scan.at === end ? scan.length : Unwritten.refused;
}

/** Copies the digits before the fraction, of which the first run ends at `digitsEnd`. False: wrongly grouped. */
function copyGroups(scan: Scan, digitsEnd: number, { thousands }: Marks): boolean {
  const first = scan.at;
  copyTo(scan, digitsEnd);
  let mark = markLength(scan, thousands);
  if (mark === 0) return true;
  if (digitsEnd - first > GROUP || digitsEnd === first || scan.bytes[first] === ZERO) return false;
  for (; mark > 0; mark = markLength(scan, thousands)) {
    scan.at += mark;
    if (skipDigits(scan.bytes, scan.at, scan.end) !== scan.at + GROUP) return false;
    copyTo(scan, scan.at + GROUP);
  }
  return true;
}

/** The length in bytes of the mark that is next, or 0. */
function markLength({ bytes, at, end }: Scan, marks: readonly Buffer[]): number {
  for (const mark of marks) {
    if (mark[0] === bytes[at] && mark.length <= end - at && mark.compare(bytes, at, at + mark.length) === 0) {
      return mark.length;
    }
  }
  return 0;
}

function copyFraction(scan: Scan): void {
  scan.at++;
  scan.target[scan.length++] = POINT;
  copyTo(scan, skipDigits(scan.bytes, scan.at, scan.end));
}

/** Copies an exponent, if that is what is next. */
function copyExponent(scan: Scan): void {
  const { bytes, at, end } = scan;
  if ((bytes[at] | CASE_BIT) !== LETTER_E) return;
  const digits = at + 1 < end && isSign(bytes[at + 1]) ? at + 2 : at + 1;
  const digitsEnd = skipDigits(bytes, digits, end);
  if (digitsEnd > digits) copyTo(scan, digitsEnd);
}

function copyTo(scan: Scan, end: number): void {
  const { bytes, target } = scan;
  while (scan.at < end) target[scan.length++] = bytes[scan.at++];
}

function isSign(byte: number): boolean {
  return byte === PLUS || byte === MINUS;
}

function isLetter(byte: number): boolean {
  return (byte | CASE_BIT) >= 0x61 && (byte | CASE_BIT) <= 0x7a;
}

const NO_BYTES = Buffer.alloc(0);
const GROUP = 3;
const PLUS = 0x2b;
const MINUS = 0x2d;
const POINT = 0x2e;
const ZERO = 0x30;
const LETTER_E = 0x65;
const CASE_BIT = 0x20;
