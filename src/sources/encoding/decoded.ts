import { bytesAfter } from '../bytes-after.js';
import { sharedChunks as chunks, type ChunkPool } from '../chunk-pool.js';
import { chunkStream } from '../chunk-stream.js';
import { CHUNK_BYTES, type Source } from '../source.js';
import { roomFor, type Decoder } from './decoder.js';

/** Where the text of a source begins, and how it is decoded. */
export interface DecodedOptions {
  readonly createDecoder: () => Decoder;
  /** Bytes before the text: a byte order mark. */
  readonly skip: number;
}

/**
 * A source's text as UTF-8, decoded as it is read. Its name, size, position and fingerprint are those of the original.
 * Malformed sequences become a byte that is no UTF-8, for the checks of each record to find.
 */
export function decoded(source: Source, options: DecodedOptions): Source {
  const recycle = (chunk: Buffer): void => chunks.release(chunk);
  return {
    ref: source.ref,
    size: source.size,
    repeatable: source.repeatable,
    read: (from = 0) => chunkStream(bytesAfter(from, textOf(source, chunks, options), recycle)),
    position: () => source.position(),
    readAt: null,
    recycle,
    fingerprint: (kind) => source.fingerprint(kind),
    assertUnchanged: () => source.assertUnchanged(),
    close: () => source.close(),
  };
}

/** What certainly fits into one chunk when it is decoded. */
const PIECE_BYTES = Math.floor((CHUNK_BYTES - roomFor(0)) / 3);

async function* textOf(
  source: Source,
  chunks: ChunkPool,
  { createDecoder, skip }: DecodedOptions,
): AsyncGenerator<Buffer, void> {
  const decoder = createDecoder();
  for await (const chunk of source.read(skip) as AsyncIterable<Buffer>) {
    for (let at = 0; at < chunk.length; at += PIECE_BYTES) {
      const target = chunks.acquire();
      const length = decoder.decode(chunk.subarray(at, at + PIECE_BYTES), target);
      yield target.subarray(0, length);
    }
    source.recycle(chunk);
  }
  const target = chunks.acquire();
  yield target.subarray(0, decoder.end(target));
}
