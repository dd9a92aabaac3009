import { Readable } from 'node:stream';
import { CHUNK_BYTES } from './source.js';

/** The first bytes of a stream, understood, and the stream of all the others. */
export interface Peeled<Head> {
  readonly head: Head;
  readonly rest: Readable;
}

/**
 * Reads the beginning of a stream until `parse` has understood it, without losing what follows.
 *
 * @param stream - Not read before, and not to be used after this.
 * @param parse - Called with all bytes so far, and whether there are no more; null asks for more. What it throws
 * destroys the stream.
 * @param lengthOf - How many bytes the head has: `rest` begins after them.
 */
export async function peel<Head>(
  stream: Readable,
  parse: (bytes: Buffer, atEnd: boolean) => Head | null,
  lengthOf: (head: Head) => number,
): Promise<Peeled<Head>> {
  const chunks = stream[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  let bytes: Buffer = Buffer.alloc(0);
  try {
    for (;;) {
      const next = await chunks.next();
      const atEnd = next.done === true;
      if (!atEnd) bytes = bytes.length === 0 ? next.value : Buffer.concat([bytes, next.value]);
      const head = parse(bytes, atEnd);
      if (head !== null) return { head, rest: restOf(bytes.subarray(lengthOf(head)), chunks) };
    }
  } catch (error) {
    stream.destroy();
    throw error;
  }
}

function restOf(first: Buffer, chunks: AsyncIterator<Buffer>): Readable {
  async function* all(): AsyncGenerator<Buffer, void> {
    if (first.length > 0) yield first;
    yield* { [Symbol.asyncIterator]: () => chunks };
  }
  return Readable.from(all(), { objectMode: false, highWaterMark: CHUNK_BYTES });
}
