import type { Readable } from 'node:stream';
import { chunkStream } from './chunk-stream.js';

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
  try {
    for (let bytes: Buffer = Buffer.alloc(0); ;) {
      // Twice as many at each attempt: a chunk more would cost the square of a head that is long.
      const more = await gather(chunks, bytes.length);
      bytes = Buffer.concat([bytes, ...more.pieces]);
      const head = parse(bytes, more.atEnd);
      if (head !== null) return { head, rest: restOf(bytes.subarray(lengthOf(head)), chunks) };
    }
  } catch (error) {
    stream.destroy();
    throw error;
  }
}

/** Takes chunks until they have at least `bytes` bytes, and at least one of them. */
async function gather(chunks: AsyncIterator<Buffer>, bytes: number): Promise<{ pieces: Buffer[]; atEnd: boolean }> {
  const pieces: Buffer[] = [];
  for (let length = 0; length === 0 || length < bytes;) {
    const next = await chunks.next();
    if (next.done === true) return { pieces, atEnd: true };
    pieces.push(next.value);
    length += next.value.length;
  }
  return { pieces, atEnd: false };
}

function restOf(first: Buffer, chunks: AsyncIterator<Buffer>): Readable {
  async function* all(): AsyncGenerator<Buffer, void> {
    if (first.length > 0) yield first;
    yield* { [Symbol.asyncIterator]: () => chunks };
  }
  return chunkStream(all());
}
