import { type CopyOutput, Verdict, type VerdictCode } from './codec.js';
import { finishNumeric, NUMERIC_HEADER_SIZE, NumericSign, writeNumericDigit } from './numeric-image.js';
import type { ShortDecimal } from './short-decimal.js';

/** Appends the image of a numeric that has been read as a short decimal. Always accepted. */
export function appendShortNumeric(short: ShortDecimal, output: CopyOutput): VerdictCode {
  const first = output.offset + NUMERIC_HEADER_SIZE;
  const point = writeWhole(output.bytes, first, short.whole);
  const to = writeFraction(output.bytes, point, short);
  const sign = short.negative ? NumericSign.negative : NumericSign.positive;
  finishNumeric(output, to, ((point - first) >> 1) - 1, sign | short.scale);
  return Verdict.accepted;
}

function writeWhole(target: Buffer, start: number, whole: number): number {
  let to = start;
  if (whole >= 100_000_000) to = writeNumericDigit(target, to, (whole / 100_000_000) | 0);
  if (whole >= 10_000) to = writeNumericDigit(target, to, ((whole / 10_000) | 0) % 10_000);
  return whole === 0 ? to : writeNumericDigit(target, to, whole % 10_000);
}

function writeFraction(target: Buffer, start: number, { fraction, scale }: ShortDecimal): number {
  if (scale <= 4) return writeNumericDigit(target, start, fraction * tens[4 - scale]);
  const padded = fraction * tens[8 - scale];
  const to = writeNumericDigit(target, start, (padded / 10_000) | 0);
  return writeNumericDigit(target, to, padded % 10_000);
}

/** Powers of ten. */
const tens = [1, 10, 100, 1_000, 10_000] as const;
