/**
 * Turns bytes of one encoding into UTF-8, chunk by chunk. What can't be decoded becomes `MALFORMED`, one byte for each
 * malformed sequence: the same checks that find it in a UTF-8 source then reject, replace or strip it.
 */
export interface Decoder {
  /**
   * Decodes a chunk; what is only the beginning of a character is kept for the next.
   *
   * @param bytes - The next bytes of the text.
   * @param target - Written from 0; has at least `roomFor(bytes.length)` bytes.
   * @returns How many bytes were written.
   */
  decode(bytes: Buffer, target: Buffer): number;
  /** Ends the text: a character that was begun is malformed. Writes to `target` and tells how many bytes, as `decode`. */
  end(target: Buffer): number;
}

/** A byte that never occurs in UTF-8. */
export const MALFORMED = 0xff;

/** The most bytes that `length` bytes, and the few that were kept before, decode to. */
export function roomFor(length: number): number {
  return 3 * length + 64;
}
