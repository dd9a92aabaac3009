import { Readable } from 'node:stream';

/**
 * Chunks as a stream of bytes, which hands on each as it is: a stream of Node's own kind for bytes joins small ones,
 * and then nobody could give them back. Empty ones are left out: other streams take one for a pause, and wait for ever.
 */
export function chunkStream(chunks: AsyncIterable<Buffer>): Readable {
  return Readable.from(notEmpty(chunks), { objectMode: true, highWaterMark: 1 });
}

async function* notEmpty(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer, void> {
  for await (const chunk of chunks) if (chunk.length > 0) yield chunk;
}
