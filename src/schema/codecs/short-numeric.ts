import { type Codec, Verdict } from './codec.js';
import { finishNumeric, NUMERIC_HEADER_SIZE, NumericSign, writeNumericDigit } from './numeric-image.js';
import { newShortDecimal, scanShortDecimal, type ShortDecimal } from './short-decimal.js';

/**
 * Makes a codec for the short spellings of numeric. It is undecided on all others, and then has appended nothing.
 *
 * @param bound - What the digits before the point must be below, as a number; else it is undecided.
 */
export function shortNumericCodec(bound: number): Codec {
  const short = newShortDecimal();
  return (bytes, start, end, output) => {
    if (!scanShortDecimal(bytes, start, end, short) || short.whole >= bound) return Verdict.undecided;
    if (short.whole === 0 && short.scale > 4) return Verdict.undecided;
    const first = output.offset + NUMERIC_HEADER_SIZE;
    const point = writeWhole(output.bytes, first, short.whole);
    const to = writeFraction(output.bytes, point, short);
    const sign = short.negative ? NumericSign.negative : NumericSign.positive;
    finishNumeric(output, to, ((point - first) >> 1) - 1, sign | short.scale);
    return Verdict.accepted;
  };
}

function writeWhole(target: Buffer, start: number, whole: number): number {
  let to = start;
  if (whole >= 100_000_000) to = writeNumericDigit(target, to, Math.floor(whole / 100_000_000));
  if (whole >= 10_000) to = writeNumericDigit(target, to, Math.floor(whole / 10_000) % 10_000);
  return whole === 0 ? to : writeNumericDigit(target, to, whole % 10_000);
}

function writeFraction(target: Buffer, start: number, { fraction, scale }: ShortDecimal): number {
  if (scale <= 4) return writeNumericDigit(target, start, fraction * tens[4 - scale]);
  const padded = fraction * tens[8 - scale];
  const to = writeNumericDigit(target, start, Math.floor(padded / 10_000));
  return writeNumericDigit(target, to, padded % 10_000);
}

/** Powers of ten. */
const tens = [1, 10, 100, 1_000, 10_000] as const;
