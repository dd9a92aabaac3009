import type { Readable } from 'node:stream';
import { chunkStream } from './chunk-stream.js';

/** The bytes of a stream but for the first `count`. Chunks are views of those of the stream. */
export function bytesAfter(count: number, stream: Readable): Readable {
  return count === 0 ? stream : chunkStream(without(count, stream));
}

async function* without(count: number, stream: Readable): AsyncGenerator<Buffer, void> {
  let left = count;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    const dropped = Math.min(left, chunk.length);
    left -= dropped;
    yield chunk.subarray(dropped);
  }
}
