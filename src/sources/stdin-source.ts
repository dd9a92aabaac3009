import { Readable } from 'node:stream';
import { unreadable } from './read-errors.js';
import { CHUNK_BYTES, type Source } from './source.js';

/** The name of standard input on the command line and in messages. */
export const STDIN_NAME = '-';

/** Standard input as a source: of unknown size, read once. */
export function stdinSource(stdin: NodeJS.ReadableStream): Source {
  // It may fail before it is read; whoever then reads it is told.
  stdin.on('error', () => undefined);
  return {
    ref: { name: STDIN_NAME },
    size: null,
    repeatable: false,
    read: () => Readable.from(chunksOf(stdin), { objectMode: false, highWaterMark: CHUNK_BYTES }),
    assertUnchanged: () => Promise.resolve(),
    close: () => {
      if (stdin instanceof Readable) stdin.destroy();
      return Promise.resolve();
    },
  };
}

async function* chunksOf(stdin: NodeJS.ReadableStream): AsyncGenerator<Buffer, void> {
  try {
    for await (const chunk of stdin) yield typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
  } catch (error) {
    throw unreadable(STDIN_NAME, error);
  }
}
