import { endianness } from 'node:os';
import { writeInt32 } from './append.js';
import { dropBlanks, skipBlanks } from './blanks.js';
import { type Codec, type CodecFactory, type CopyOutput, Verdict, type VerdictCode } from './codec.js';
import { type Decimal, fractionDigits, newDecimal, scanDecimal } from './decimal.js';
import { newShortDecimal, scanShortDecimal, type ShortDecimal } from './short-decimal.js';
import { isWord } from './is-word.js';

/**
 * Makes the codec of double precision: any decimal spelling, correctly rounded, with `NaN` and `Infinity` in any
 * case. What only some servers' C libraries read (`0x1p3`, `nan(1)`) is undecided.
 */
export const float8Codec: CodecFactory = (): Codec => {
  const short = newShortDecimal();
  const decimal = newDecimal();
  return (bytes, start, end, output) => {
    const quick = readShort(bytes, start, end, short);
    if (!Number.isNaN(quick)) return appendFloat8(quick, output);
    if (!scanDecimal(bytes, start, end, decimal)) {
      const special = readSpecial(bytes, start, end);
      return special === 0 ? verdictOnOther(bytes, start, end) : appendFloat8(special, output);
    }
    const value = readDouble(bytes, start, end, decimal);
    return isBeyond(value, decimal) ? Verdict.outOfRange : appendFloat8(value, output);
  };
};

/**
 * Makes the codec of real; it reads what {@link float8Codec} reads. Where rounding first to a double and then to a
 * float might differ from rounding once, and for subnormal floats, it is undecided.
 */
export const float4Codec: CodecFactory = (): Codec => {
  const short = newShortDecimal();
  const decimal = newDecimal();
  return (bytes, start, end, output) => {
    const quick = readShort(bytes, start, end, short);
    if (!Number.isNaN(quick) && !isHalfway(quick)) return appendFloat4(quick, output);
    if (!scanDecimal(bytes, start, end, decimal)) {
      const special = readSpecial(bytes, start, end);
      return special === 0 ? verdictOnOther(bytes, start, end) : appendFloat4(special, output);
    }
    const value = readDouble(bytes, start, end, decimal);
    const verdict = float4Verdict(value, bytes, decimal);
    return verdict === Verdict.accepted ? appendFloat4(value, output) : verdict;
  };
};

/** Halfway from the greatest float to the next power of two: what is above rounds to infinity. */
const FLOAT4_BEYOND = 2 ** 128 - 2 ** 103;
/** The least float with all its bits. */
const FLOAT4_NORMAL = 2 ** -126;
/** Half the least float: what is below rounds to zero. */
const FLOAT4_VANISHING = 2 ** -150;

/** Up to here, whole numbers and the sums that make them are exact. */
const EXACT_MAX = 2 ** 53;
/** No mantissa of more bytes than this can be exact, but for trailing zeros. */
const EXACT_BYTES = 20;
const MINUS = 0x2d;
const PLUS = 0x2b;
const POINT = 0x2e;
const ZERO = 0x30;

/** The powers of ten that a double holds exactly. */
const powers = Float64Array.from({ length: 23 }, (_, exponent) => Number(`1e${exponent}`));

/** A number of a short spelling, correctly rounded; NaN for all else. */
function readShort(bytes: Buffer, start: number, end: number, short: ShortDecimal): number {
  if (!scanShortDecimal(bytes, start, end, short)) return Number.NaN;
  const mantissa = short.whole * powers[short.scale] + short.fraction;
  if (mantissa > EXACT_MAX) return Number.NaN;
  const value = mantissa / powers[short.scale];
  return short.negative ? -value : value;
}

/**
 * The number as a double, correctly rounded. A mantissa and a power of ten that are both exact need one rounding
 * (Clinger's fast path); all else goes to the engine's own reader, as a string.
 */
function readDouble(bytes: Buffer, start: number, end: number, decimal: Decimal): number {
  const mantissa = readMantissa(bytes, decimal);
  const exponent = decimal.exponent - fractionDigits(decimal);
  if (!(mantissa <= EXACT_MAX) || exponent > 22 || exponent < -22) return Number(bytes.toString('latin1', start, end));
  const value = exponent < 0 ? mantissa / powers[-exponent] : mantissa * powers[exponent];
  return decimal.negative ? -value : value;
}

/** The digits as one whole number: exact up to {@link EXACT_MAX}, NaN when there are too many. */
function readMantissa(bytes: Buffer, { first, end }: Decimal): number {
  if (end - first > EXACT_BYTES) return Number.NaN;
  let mantissa = 0;
  for (let at = first; at < end; at++) {
    if (bytes[at] !== POINT) mantissa = mantissa * 10 + (bytes[at] - ZERO);
  }
  return mantissa;
}

/** Whether the number overflows or vanishes as a double, both of which Postgres refuses. */
function isBeyond(value: number, { first, end }: Decimal): boolean {
  return value === Infinity || value === -Infinity || (value === 0 && first < end);
}

/** Whether a double, rounded once more, is the float that Postgres stores. */
function float4Verdict(value: number, bytes: Buffer, decimal: Decimal): VerdictCode {
  const size = Math.abs(value);
  if (isBeyond(value, decimal) || size > FLOAT4_BEYOND) return Verdict.outOfRange;
  if (size !== 0 && size < FLOAT4_VANISHING) return Verdict.outOfRange;
  if (size !== 0 && size < FLOAT4_NORMAL) return Verdict.undecided;
  return isHalfway(value) && !isExact(size, bytes, decimal) ? Verdict.undecided : Verdict.accepted;
}

/** Whether a double lies just between two floats: its 29 bits that a float lacks are a one and zeros. */
function isHalfway(value: number): boolean {
  doubles[0] = value;
  return (doubleWords[LOW_WORD] & 0x1fffffff) === 0x10000000;
}

/**
 * Whether the double `size`, which lies halfway between two floats, is the number itself and not rounded to it. Whole
 * numbers up to 2^53 are; for fractions, `size` has 25 bits and 5^12 has 28, so their product is exact.
 */
function isExact(size: number, bytes: Buffer, decimal: Decimal): boolean {
  const scale = fractionDigits(decimal) - decimal.exponent;
  if (scale < 0) return size <= EXACT_MAX;
  const mantissa = readMantissa(bytes, decimal);
  return scale <= 12 && mantissa <= EXACT_MAX && size * powers[scale] === mantissa;
}

function appendFloat8(value: number, output: CopyOutput): VerdictCode {
  doubles[0] = value;
  const target = output.bytes;
  const to = writeInt32(target, writeInt32(target, output.offset, 8), doubleWords[HIGH_WORD]);
  output.offset = writeInt32(target, to, doubleWords[LOW_WORD]);
  return Verdict.accepted;
}

function appendFloat4(value: number, output: CopyOutput): VerdictCode {
  floats[0] = value;
  const target = output.bytes;
  output.offset = writeInt32(target, writeInt32(target, output.offset, 4), floatWords[0]);
  return Verdict.accepted;
}

// Where a number's bits can be seen: `Buffer.writeDoubleBE` checks its arguments, at twice the time.
const doubles = new Float64Array(1);
const doubleWords = new Uint32Array(doubles.buffer);
const floats = new Float32Array(1);
const floatWords = new Uint32Array(floats.buffer);
/** The word of a double that holds its sign comes last on little-endian machines. */
const HIGH_WORD = endianness() === 'LE' ? 1 : 0;
const LOW_WORD = 1 - HIGH_WORD;

/** Reads `NaN` and the infinities; 0 for all else. */
function readSpecial(bytes: Buffer, start: number, end: number): number {
  const from = skipBlanks(bytes, start, end);
  const to = dropBlanks(bytes, from, end);
  if (isWord(bytes, from, to, 'nan')) return Number.NaN;
  const word = from < to && (bytes[from] === MINUS || bytes[from] === PLUS) ? from + 1 : from;
  if (!isWord(bytes, word, to, 'infinity') && !isWord(bytes, word, to, 'inf')) return 0;
  return bytes[from] === MINUS ? -Infinity : Infinity;
}

/** Undecided where a C library's `strtod` may read more than we do: hexadecimal floats, and NaNs with sign or payload. */
function verdictOnOther(bytes: Buffer, start: number, end: number): VerdictCode {
  const sign = skipBlanks(bytes, start, end);
  const from = sign < end && (bytes[sign] === MINUS || bytes[sign] === PLUS) ? sign + 1 : sign;
  const to = dropBlanks(bytes, from, end);
  return isHexFloat(bytes, from, to) || isForeignNaN(bytes, from, to) ? Verdict.undecided : Verdict.invalid;
}

function isHexFloat(bytes: Buffer, start: number, end: number): boolean {
  return end - start > 2 && isWord(bytes, start, start + 2, '0x') && hasOnly(bytes, start + 2, end, HEX_FLOAT);
}

/** Whether it is `nan` or `nan(…)`. */
function isForeignNaN(bytes: Buffer, start: number, end: number): boolean {
  if (end - start < 3 || !isWord(bytes, start, start + 3, 'nan')) return false;
  return end - start === 3 || (bytes[start + 3] === PARENTHESIS && hasOnly(bytes, start + 4, end, NAN_PAYLOAD));
}

const PARENTHESIS = 0x28;
const HEX_FLOAT = new Set(Buffer.from('0123456789abcdefABCDEFpP.+-'));
const NAN_PAYLOAD = new Set(Buffer.from(')_0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ'));

function hasOnly(bytes: Buffer, start: number, end: number, allowed: ReadonlySet<number>): boolean {
  for (let at = start; at < end; at++) {
    if (!allowed.has(bytes[at])) return false;
  }
  return true;
}
