import { writeInt32 } from './append.js';
import type { CopyOutput } from './codec.js';

/** How far behind `output.offset` a numeric's base-10000 digits go: {@link finishNumeric} writes what is before them. */
export const NUMERIC_HEADER_SIZE = 12;

/** The sign words of a numeric, each above its scale's 16 bits. */
export const NumericSign = { positive: 0, negative: 0x4000_0000, nan: 0xc000_0000 } as const;

/**
 * Writes one base-10000 digit.
 *
 * @returns The offset after it.
 */
export function writeNumericDigit(target: Buffer, to: number, digit: number): number {
  target[to] = digit >> 8;
  target[to + 1] = digit;
  return to + 2;
}

/**
 * Makes an image of the digits that were written at `output.offset + NUMERIC_HEADER_SIZE`: drops zeros at their end,
 * writes length word and header before them, and moves `output.offset` after them.
 *
 * @param output - Holds the digits.
 * @param end - The offset after the digits.
 * @param weight - The power of 10000 that the first digit counts.
 * @param signAndScale - A {@link NumericSign}, plus how many decimal digits are shown after the point.
 */
export function finishNumeric(output: CopyOutput, end: number, weight: number, signAndScale: number): void {
  const target = output.bytes;
  const header = output.offset;
  const first = header + NUMERIC_HEADER_SIZE;
  let to = end;
  while (to > first && target[to - 1] === 0 && target[to - 2] === 0) to -= 2;
  const count = (to - first) >> 1;
  writeInt32(target, header, to - header - 4);
  writeInt32(target, header + 4, (count << 16) | (weight & 0xffff));
  writeInt32(target, header + 8, signAndScale);
  output.offset = to;
}
