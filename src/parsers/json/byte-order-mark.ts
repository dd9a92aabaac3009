import type { Batch } from '../../batch/batch.js';

/**
 * Where the text of a block begins: after the byte order mark of a source's first block, if there is one.
 *
 * @param filled - How many bytes the block has.
 * @returns The position; -1 when it takes more bytes to tell.
 */
export function afterByteOrderMark({ bytes, byteOffset }: Batch, filled: number): number {
  if (byteOffset > 0) return 0;
  const length = Math.min(filled, MARK.length);
  if (MARK.compare(bytes, 0, length, 0, length) !== 0) return 0;
  return length === MARK.length ? length : -1;
}

const MARK = Buffer.from('\ufeff');
