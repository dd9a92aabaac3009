import { Readable } from 'node:stream';
import { bytesAfter } from './bytes-after.js';
import { chunkStream } from './chunk-stream.js';
import { unreadable } from './read-errors.js';
import type { Source } from './source.js';

/** The name of standard input on the command line and in messages. */
export const STDIN_NAME = '-';

/**
 * A stream as a source: standard input, or a pipe with a name. Of unknown size, and read once.
 *
 * @param name - The name in messages.
 */
export function streamSource(name: string, stream: NodeJS.ReadableStream): Source {
  // It may fail before it is read; whoever then reads it is told.
  stream.on('error', () => undefined);
  let position = 0;
  const onBytes = (bytes: number): void => {
    position += bytes;
  };
  return {
    ref: { name },
    size: null,
    repeatable: false,
    read: (from = 0) => chunkStream(bytesAfter(from, chunksOf(name, stream, onBytes))),
    position: () => position,
    readAt: null,
    recycle: () => undefined,
    fingerprint: () => Promise.resolve(null),
    assertUnchanged: () => Promise.resolve(),
    close: () => {
      if (stream instanceof Readable) stream.destroy();
      return Promise.resolve();
    },
  };
}

async function* chunksOf(
  name: string,
  stream: NodeJS.ReadableStream,
  onBytes: (bytes: number) => void,
): AsyncGenerator<Buffer, void> {
  try {
    for await (const chunk of stream) {
      const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
      onBytes(bytes.length);
      yield bytes;
    }
  } catch (error) {
    throw unreadable(name, error);
  }
}
