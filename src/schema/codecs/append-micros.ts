import { writeInt32 } from './append.js';
import { type CopyOutput, Verdict, type VerdictCode } from './codec.js';

/**
 * Appends an eight-byte image that counts microseconds, which must fit 64 bits. Exact, though a count for a year after
 * 2285 passes 2^53.
 *
 * @param output - Has room for twelve bytes.
 * @param days - Whole days. Days and seconds come apart because a larger number would be passed on the heap.
 * @param seconds - Added to them; may be negative.
 * @param micros - Added to them.
 */
export function appendMicros(output: CopyOutput, days: number, seconds: number, micros: number): VerdictCode {
  const wholeSeconds = days * DAY + seconds;
  const low = (Math.imul(wholeSeconds, 1_000_000) + micros) >>> 0;
  const rounded = wholeSeconds * 1_000_000 + micros;
  // The low word is exact, as products modulo 2^32 are; so the rest is a multiple of 2^32 but for a rounding error.
  const high = Math.round((rounded - low) / 2 ** 32);
  const target = output.bytes;
  const to = writeInt32(target, output.offset, MICROS_BYTES);
  output.offset = writeInt32(target, writeInt32(target, to, high), low);
  return Verdict.accepted;
}

/** Seconds of a day. */
const DAY = 86_400;

const MICROS_BYTES = 8;
