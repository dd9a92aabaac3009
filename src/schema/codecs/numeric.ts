import { dropBlanks, skipBlanks } from './blanks.js';
import { type Codec, type CodecFactory, type CopyOutput, Verdict, type VerdictCode } from './codec.js';
import { type Decimal, fractionDigits, newDecimal, scanDecimal } from './decimal.js';
import { isNumericLiteral } from './number-literal.js';
import { finishNumeric, NUMERIC_HEADER_SIZE, NumericSign, writeNumericDigit } from './numeric-image.js';
import { newShortDecimal, scanShortDecimal } from './short-decimal.js';
import { appendShortNumeric } from './short-numeric.js';
import { isWord } from './is-word.js';

/**
 * Makes the codec of numeric and numeric(p,s). No digit is lost: the image holds what is written, and Postgres rounds
 * a binary value to its column's scale just as it rounds text; here is only found out whether the rounded value fits.
 * Undecided are infinities (Postgres has them since 14), the literals that it reads since 16 (`0x1F`, `1_000`), and
 * more than 16383 digits after the point.
 */
export const numericCodec: CodecFactory = ({ typmod }): Codec => {
  const limits = typmod < TYPMOD_HEADER ? typeLimits : columnLimits(typmod - TYPMOD_HEADER);
  const bound = shortBound(limits);
  const short = newShortDecimal();
  const encodeLong = longNumericCodec(limits);
  return (bytes, start, end, output) =>
    scanShortDecimal(bytes, start, end, short) && short.whole < bound
      ? appendShortNumeric(short, output)
      : encodeLong(bytes, start, end, output);
};

interface Limits {
  /** How many digits may stand before the point; negative where zeros must stand after it. */
  readonly magnitude: number;
  /** How many digits in all are left after rounding. */
  readonly precision: number;
}

const typeLimits: Limits = { magnitude: 131_072, precision: Infinity };
const SCALE_MAX = 16_383;

/** `atttypmod` is the precision (16 bits) and the scale (11 bits, signed) plus the size of a header that once was. */
const TYPMOD_HEADER = 4;

function columnLimits(packed: number): Limits {
  const precision = packed >>> 16;
  const scale = ((packed & 0x7ff) ^ 0x400) - 0x400;
  return { magnitude: precision - scale, precision };
}

/** Numbers whose digits before the point are below this fit, even rounded up; 0 where it takes more to tell. */
function shortBound({ magnitude, precision }: Limits): number {
  return magnitude < 1 || magnitude > precision ? 0 : 10 ** magnitude - 1;
}

function longNumericCodec(limits: Limits): Codec {
  const decimal = newDecimal();
  return (bytes, start, end, output) => {
    if (!scanDecimal(bytes, start, end, decimal)) return encodeOther(bytes, start, end, { limits, output });
    const magnitude = magnitudeOf(decimal);
    const scale = Math.max(0, fractionDigits(decimal) - decimal.exponent);
    if (magnitude >= limits.magnitude && isOver(bytes, decimal, magnitude, limits)) return Verdict.outOfRange;
    if (magnitude > typeLimits.magnitude || scale > SCALE_MAX) return Verdict.undecided;
    const to = writeDigits(bytes, decimal, magnitude, output);
    const sign = decimal.negative ? NumericSign.negative : NumericSign.positive;
    finishNumeric(output, to, weightOf(magnitude), sign | scale);
    return Verdict.accepted;
  };
}

const POINT = 0x2e;
const ZERO = 0x30;
const FIVE = 0x35;
const NINE = 0x39;
const PLUS = 0x2b;
const MINUS = 0x2d;

/** How many digits stand before the point, from the first that is not 0; what zeros follow it count as less than 0. */
function magnitudeOf({ first, point, exponent }: Decimal): number {
  return (first > point ? point + 1 - first : point - first) + exponent;
}

/** The power of 10000 that the first base-10000 digit counts. */
function weightOf(magnitude: number): number {
  return ((magnitude + 3) >> 2) - 1;
}

/** Whether a number that reaches the limit's magnitude exceeds it, or is rounded up over it. */
function isOver(bytes: Buffer, { first, end }: Decimal, magnitude: number, limits: Limits): boolean {
  if (first === end) return false;
  if (magnitude > limits.magnitude) return true;
  let nines = 0;
  let at = first;
  for (; at < end && nines < limits.precision; at++) {
    if (bytes[at] === POINT) continue;
    if (bytes[at] !== NINE) return false;
    nines++;
  }
  if (at < end && bytes[at] === POINT) at++;
  return at < end && bytes[at] >= FIVE;
}

/** Writes the digits in groups of four, counted from the point. Returns the offset after them. */
function writeDigits(bytes: Buffer, { first, end }: Decimal, magnitude: number, output: CopyOutput): number {
  let to = output.offset + NUMERIC_HEADER_SIZE;
  let room = magnitude - 4 * weightOf(magnitude);
  let group = 0;
  for (let at = first; at < end; at++) {
    if (bytes[at] === POINT) continue;
    group = group * 10 + (bytes[at] - ZERO);
    if (--room > 0) continue;
    to = writeNumericDigit(output.bytes, to, group);
    group = 0;
    room = 4;
  }
  for (; room > 0; room--) group *= 10;
  return writeNumericDigit(output.bytes, to, group);
}

/** NaN, infinities, literals of other versions, and what is no number. */
function encodeOther(
  bytes: Buffer,
  start: number,
  end: number,
  { limits, output }: { limits: Limits; output: CopyOutput },
): VerdictCode {
  const sign = skipBlanks(bytes, start, end);
  const to = dropBlanks(bytes, sign, end);
  if (isWord(bytes, sign, to, 'nan')) {
    finishNumeric(output, output.offset + NUMERIC_HEADER_SIZE, 0, NumericSign.nan);
    return Verdict.accepted;
  }
  const from = sign < to && (bytes[sign] === MINUS || bytes[sign] === PLUS) ? sign + 1 : sign;
  if (isWord(bytes, from, to, 'infinity') || isWord(bytes, from, to, 'inf')) {
    return limits === typeLimits ? Verdict.undecided : Verdict.outOfRange;
  }
  return isNumericLiteral(bytes, from, to) ? Verdict.undecided : Verdict.invalid;
}
