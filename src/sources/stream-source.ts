import { Readable } from 'node:stream';
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
  return {
    ref: { name },
    size: null,
    repeatable: false,
    read: () => chunkStream(chunksOf(name, stream, (bytes) => (position += bytes))),
    position: () => position,
    readAt: null,
    recycle: () => undefined,
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
