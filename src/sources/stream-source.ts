import { Readable } from 'node:stream';
import { unreadable } from './read-errors.js';
import { CHUNK_BYTES, type Source } from './source.js';

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
  return {
    ref: { name },
    size: null,
    repeatable: false,
    read: () => Readable.from(chunksOf(name, stream), { objectMode: false, highWaterMark: CHUNK_BYTES }),
    recycle: () => undefined,
    assertUnchanged: () => Promise.resolve(),
    close: () => {
      if (stream instanceof Readable) stream.destroy();
      return Promise.resolve();
    },
  };
}

async function* chunksOf(name: string, stream: NodeJS.ReadableStream): AsyncGenerator<Buffer, void> {
  try {
    for await (const chunk of stream) yield typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
  } catch (error) {
    throw unreadable(name, error);
  }
}
