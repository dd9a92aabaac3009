import { writeInt32 } from './append.js';
import { dropBlanks, skipBlanks } from './blanks.js';
import { type Codec, type CodecFactory, type CopyOutput, Verdict, type VerdictCode } from './codec.js';
import { isIntegerLiteral } from './number-literal.js';
import { skipDigits } from './skip-digits.js';

/** Makes the codec of smallint; see {@link int8Codec} for what it reads. */
export const int2Codec: CodecFactory = () => encodeInt2;

/** Makes the codec of integer; see {@link int8Codec} for what it reads. */
export const int4Codec: CodecFactory = () => encodeInt4;

/**
 * Makes the codec of bigint: decimal digits with a sign or none, leading zeros and blanks around. The literals that
 * Postgres reads since version 16 (`0x1F`, `1_000`) are undecided.
 */
export const int8Codec: CodecFactory = () => encodeInt8;

const encodeInt2: Codec = (bytes, start, end, output) => {
  const value = readInteger(bytes, start, end);
  if (!(value >= -0x8000 && value <= 0x7fff)) return verdictOn(value, bytes, start, end);
  const target = output.bytes;
  const to = writeInt32(target, output.offset, 2);
  target[to] = value >> 8;
  target[to + 1] = value;
  output.offset = to + 2;
  return Verdict.accepted;
};

const encodeInt4: Codec = (bytes, start, end, output) => {
  const value = readInteger(bytes, start, end);
  if (!(value >= -0x80000000 && value <= 0x7fffffff)) return verdictOn(value, bytes, start, end);
  const target = output.bytes;
  output.offset = writeInt32(target, writeInt32(target, output.offset, 4), value);
  return Verdict.accepted;
};

const encodeInt8: Codec = (bytes, start, end, output) => {
  const negative = bytes[start] === MINUS;
  const first = negative ? start + 1 : start;
  if (first >= end || end - first > INT8_DIGITS) return encodeAnyInt8(bytes, start, end, output);
  const split = Math.max(first, end - SMALL_DIGITS);
  const upper = readDigits(bytes, first, split);
  const lower = readSmall(bytes, split, end);
  if (upper < 0 || lower < 0) return encodeAnyInt8(bytes, start, end, output);
  return appendInt64(upper, lower, negative, output);
};

const PLUS = 0x2b;
const MINUS = 0x2d;
const ZERO = 0x30;
const TWO_32 = 2 ** 32;

/** So many digits are surely a small integer to the engine. */
const SMALL_DIGITS = 9;
/** What {@link SMALL_DIGITS} digits count up to. */
const SMALL_UNIT = 1e9;
/** As many digits as the greatest int8 has. */
const INT8_DIGITS = 19;

/** Reads an integer with a sign or none: NaN for other spellings; beyond 2^53 only about the value. */
function readInteger(bytes: Buffer, start: number, end: number): number {
  const negative = bytes[start] === MINUS;
  const first = negative ? start + 1 : start;
  if (first >= end || end - first > SMALL_DIGITS + 1) return readAnyInteger(bytes, start, end);
  const value = readDigits(bytes, first, end);
  if (value < 0) return readAnyInteger(bytes, start, end);
  return negative ? -value : value;
}

/** The number that up to ten digits make, 0 for none; -1 when one is no digit. */
function readDigits(bytes: Buffer, start: number, end: number): number {
  if (end - start <= SMALL_DIGITS) return readSmall(bytes, start, end);
  const top = readSmall(bytes, start, start + 1);
  const rest = readSmall(bytes, start + 1, end);
  return top < 0 || rest < 0 ? -1 : top * SMALL_UNIT + rest;
}

/** As {@link readDigits}, for up to nine digits: all in small integers. */
function readSmall(bytes: Buffer, start: number, end: number): number {
  let value = 0;
  for (let at = start; at < end; at++) {
    const digit = bytes[at] - ZERO;
    if (digit < 0 || digit > 9) return -1;
    value = value * 10 + digit;
  }
  return value;
}

/** As {@link readInteger}, with blanks, a plus and any number of digits. */
function readAnyInteger(bytes: Buffer, start: number, end: number): number {
  const sign = skipBlanks(bytes, start, end);
  const first = skipSign(bytes, sign, end);
  const last = skipDigits(bytes, first, end);
  if (first === last || skipBlanks(bytes, last, end) !== end) return Number.NaN;
  let value = 0;
  for (let at = first; at < last; at++) value = value * 10 + (bytes[at] - ZERO);
  return bytes[sign] === MINUS ? -value : value;
}

function skipSign(bytes: Buffer, start: number, end: number): number {
  return start < end && (bytes[start] === MINUS || bytes[start] === PLUS) ? start + 1 : start;
}

function verdictOn(value: number, bytes: Buffer, start: number, end: number): VerdictCode {
  return Number.isNaN(value) ? verdictOnOther(bytes, start, end) : Verdict.outOfRange;
}

function verdictOnOther(bytes: Buffer, start: number, end: number): VerdictCode {
  const sign = skipBlanks(bytes, start, end);
  const first = skipSign(bytes, sign, end);
  return isIntegerLiteral(bytes, first, dropBlanks(bytes, first, end)) ? Verdict.undecided : Verdict.invalid;
}

/** Encodes an int8 that has blanks around, a plus, or any number of leading zeros. */
const encodeAnyInt8: Codec = (bytes, start, end, output) => {
  const sign = skipBlanks(bytes, start, end);
  let first = skipSign(bytes, sign, end);
  const last = skipDigits(bytes, first, end);
  if (first === last || skipBlanks(bytes, last, end) !== end) return verdictOnOther(bytes, start, end);
  while (first < last && bytes[first] === ZERO) first++;
  if (last - first > INT8_DIGITS) return Verdict.outOfRange;
  const split = Math.max(first, last - SMALL_DIGITS);
  return appendInt64(readDigits(bytes, first, split), readSmall(bytes, split, last), bytes[sign] === MINUS, output);
};

/**
 * Appends upper * 10^9 + lower, or its negative. The product is made in parts that a double holds exactly; halves are
 * taken with bit operators, since `%` on doubles is a library call.
 */
function appendInt64(upper: number, lower: number, negative: boolean, output: CopyOutput): VerdictCode {
  const upperLow = upper & 0xffff;
  const product = ((upper - upperLow) / 0x10000) * SMALL_UNIT;
  const productLow = product & 0xffff;
  const rest = productLow * 0x10000 + upperLow * SMALL_UNIT + lower;
  const low = rest >>> 0;
  const high = (product - productLow) / 0x10000 + (rest - low) / TWO_32;
  const isMinimum = negative && high === 0x80000000 && low === 0;
  if (high > 0x7fffffff && !isMinimum) return Verdict.outOfRange;
  const target = output.bytes;
  const to = writeInt32(target, writeInt32(target, output.offset, 8), negative ? negatedHigh(high, low) : high);
  output.offset = writeInt32(target, to, negative ? -low : low);
  return Verdict.accepted;
}

/** The upper half of the negative of a 64-bit integer. */
function negatedHigh(high: number, low: number): number {
  return low === 0 ? -high : ~high;
}
