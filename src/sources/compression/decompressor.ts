import type { ChunkPool } from '../chunk-pool.js';
import type { ByteInput } from './byte-input.js';

/**
 * Decompresses all of an input, chunk by chunk, and no further ahead than it is read.
 *
 * @param chunks - Where chunks of output may come from; whoever reads them gives them back.
 * @returns The decompressed bytes. Fails with SOURCE_CORRUPT when they are damaged, cut off, or followed by others;
 * with SOURCE_UNREADABLE when they use a feature that isn't supported.
 */
export type Decompressor = (input: ByteInput, chunks: ChunkPool) => AsyncGenerator<Buffer, void>;
