import { writeInt32 } from './append.js';
import { type CopyOutput, Verdict, type VerdictCode } from './codec.js';

/**
 * Appends an eight-byte image that counts microseconds: exact, though the count passes 2^53 for years after 2285.
 *
 * @param output - Has room for twelve bytes.
 * @param seconds - Whole seconds; the count must fit 64 bits.
 * @param micros - Added to them.
 */
export function appendMicros(output: CopyOutput, seconds: number, micros: number): VerdictCode {
  const low = (Math.imul(seconds, 1_000_000) + micros) >>> 0;
  const rounded = seconds * 1_000_000 + micros;
  // The low word is exact, as products modulo 2^32 are; so the rest is a multiple of 2^32 but for a rounding error.
  const high = Math.round((rounded - low) / 2 ** 32);
  const target = output.bytes;
  let to = writeInt32(target, output.offset, MICROS_BYTES);
  to = writeInt32(target, to, high);
  output.offset = writeInt32(target, to, low);
  return Verdict.accepted;
}

const MICROS_BYTES = 8;
