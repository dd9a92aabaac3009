import type { Batch } from './batch.js';

/**
 * Writes the value of a field of form `backslashEscapes` into `target`: a backslash before a quote or a backslash goes,
 * any other stays, so that `C:\temp` is not lost. This is what PostgreSQL's `ESCAPE '\'` means.
 *
 * @param batch - The batch that holds the field.
 * @param start - The field's first byte in `batch.bytes`.
 * @param end - The byte after its last.
 * @param target - At least `end - start` bytes long; written from 0.
 * @returns How many bytes the value has.
 */
export function unescapeBackslashes(batch: Batch, start: number, end: number, target: Buffer): number {
  const { bytes, quote } = batch;
  let length = 0;
  for (let at = start; at < end; at++) {
    const next = bytes[at + 1];
    if (bytes[at] === BACKSLASH && at + 1 < end && (next === quote || next === BACKSLASH)) at++;
    target[length++] = bytes[at];
  }
  return length;
}

const BACKSLASH = 0x5c;
