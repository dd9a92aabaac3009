import type { EncodedBatch } from '../../batch/encoded-batch.js';

/**
 * Finds the rows in the image of a batch.
 *
 * @returns For each row the offset of its first byte, and at the end the length of the image.
 */
export function rowOffsets({ image, format, batch }: EncodedBatch): Int32Array {
  const endOf = format === 'binary' ? binaryRowEnd : textRowEnd;
  const offsets = new Int32Array(batch.recordCount + 1);
  for (let row = 0; row < batch.recordCount; row++) offsets[row + 1] = endOf(image, offsets[row]);
  return offsets;
}

/** A field count, and for each field its length and as many bytes; -1 stands for NULL, which has none. */
function binaryRowEnd(image: Buffer, start: number): number {
  let at = start + 2;
  for (let fields = image.readInt16BE(start); fields > 0; fields--) at += 4 + Math.max(0, image.readInt32BE(at));
  return at;
}

/** Line feeds inside of values are escaped. */
function textRowEnd(image: Buffer, start: number): number {
  return image.indexOf(LF, start) + 1;
}

const LF = 0x0a;
