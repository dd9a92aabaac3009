import { bytesAfter } from '../bytes-after.js';
import { sharedChunks as chunks, type ChunkPool } from '../chunk-pool.js';
import { chunkStream } from '../chunk-stream.js';
import type { Source } from '../source.js';
import { ByteInput } from './byte-input.js';
import type { Decompressor } from './decompressor.js';

/** How bytes are decompressed, and what messages call them. */
export interface Decompression {
  /** As in `gzip data`. */
  readonly container: string;
  readonly decompress: Decompressor;
}

/** Where the compressed bytes are, when they are a part of a file. */
export interface DecompressedOptions {
  /** What offsets in messages begin with. Default 0. */
  readonly firstOffset?: number;
}

/**
 * What a source holds, decompressed as it is read. Its name, size, position and fingerprint are those of the original:
 * progress counts compressed bytes. Errors of the data arrive on its streams as SOURCE_CORRUPT or SOURCE_UNREADABLE.
 */
export function decompressed(source: Source, compression: Decompression, options: DecompressedOptions = {}): Source {
  const recycle = (chunk: Buffer): void => chunks.release(chunk);
  return {
    ref: source.ref,
    size: source.size,
    repeatable: source.repeatable,
    read: (from = 0) => chunkStream(bytesAfter(from, decompress(source, compression, { chunks, ...options }), recycle)),
    position: () => source.position(),
    readAt: null,
    recycle,
    fingerprint: (kind) => source.fingerprint(kind),
    assertUnchanged: () => source.assertUnchanged(),
    close: () => source.close(),
  };
}

async function* decompress(
  source: Source,
  { container, decompress }: Decompression,
  { chunks, firstOffset = 0 }: DecompressedOptions & { chunks: ChunkPool },
): AsyncGenerator<Buffer, void> {
  const input = new ByteInput(source.read(), {
    name: source.ref.name,
    container,
    recycle: (chunk) => source.recycle(chunk),
    firstOffset,
  });
  try {
    yield* decompress(input, chunks);
  } finally {
    await input.close();
  }
}
