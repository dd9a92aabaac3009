import { Readable } from 'node:stream';
import type { Source } from '../../src/sources/source.js';

/** Bytes cut into chunks of `size`. */
export function* cut(bytes: Buffer, size: number): Generator<Buffer, void> {
  for (let at = 0; at < bytes.length; at += size) yield Buffer.from(bytes.subarray(at, at + size));
}

/** A source of bytes in memory, which come in chunks of `chunkSize`. */
export function bytesSource(bytes: Buffer, chunkSize = 64 * 1024, name = 'data'): Source {
  let position = 0;
  function* chunks(from: number): Generator<Buffer, void> {
    position = from;
    for (const chunk of cut(bytes.subarray(from), chunkSize)) {
      position += chunk.length;
      yield chunk;
    }
  }
  return {
    ref: { name },
    size: bytes.length,
    repeatable: true,
    read: (from = 0) => Readable.from(chunks(from), { objectMode: false }),
    position: () => position,
    readAt: (target, from) => Promise.resolve(bytes.copy(target, 0, from)),
    // What is read after it was given back must show.
    recycle: (chunk) => chunk.fill(0xee),
    fingerprint: () => Promise.resolve(null),
    assertUnchanged: () => Promise.resolve(),
    close: () => Promise.resolve(),
  };
}

/** All bytes of a source, each chunk given back when it was copied. */
export async function bytesOf(source: Source): Promise<Buffer> {
  const copies: Buffer[] = [];
  for await (const chunk of source.read() as AsyncIterable<Buffer>) {
    copies.push(Buffer.from(chunk));
    source.recycle(chunk);
  }
  return Buffer.concat(copies);
}
