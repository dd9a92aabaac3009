import { type CopyOutput, Verdict, type VerdictCode } from './codec.js';

/**
 * Appends a field whose binary image is its own bytes: the length word, then the bytes. Always accepted.
 *
 * @param bytes - Holds the field.
 * @param start - The field's first byte.
 * @param end - The byte after its last.
 * @param output - Has room for four bytes more than the field has.
 */
export function appendBytes(bytes: Buffer, start: number, end: number, output: CopyOutput): VerdictCode {
  output.offset = writeInt32(output.bytes, output.offset, end - start);
  copyBytes(bytes, start, end, output);
  return Verdict.accepted;
}

/** Appends bytes without a length word. */
export function copyBytes(bytes: Buffer, start: number, end: number, output: CopyOutput): void {
  const target = output.bytes;
  let to = output.offset;
  if (end - start > LOOP_MAX) {
    bytes.copy(target, to, start, end);
    to += end - start;
  } else {
    let at = start;
    // Four at a step: text is most of what is copied, and a whole load's encoding gains a tenth.
    for (; at + 3 < end; at += 4) {
      target[to] = bytes[at];
      target[to + 1] = bytes[at + 1];
      target[to + 2] = bytes[at + 2];
      target[to + 3] = bytes[at + 3];
      to += 4;
    }
    for (; at < end; at++) target[to++] = bytes[at];
  }
  output.offset = to;
}

/**
 * Writes a big-endian int32: a length word, or an image. `Buffer.writeInt32BE` would check its arguments each time.
 *
 * @param target - The buffer to write to.
 * @param to - Where.
 * @param value - Taken modulo 2^32.
 * @returns The offset after the four bytes.
 */
export function writeInt32(target: Buffer, to: number, value: number): number {
  target[to] = value >>> 24;
  target[to + 1] = value >>> 16;
  target[to + 2] = value >>> 8;
  target[to + 3] = value;
  return to + 4;
}

/** Up to so many bytes a loop beats a call of `copy`, whose cost is the same for all short lengths. */
const LOOP_MAX = 40;
