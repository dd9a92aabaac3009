import type { Decompression } from './decompressed.js';
import type { Decompressor } from './decompressor.js';

/** A way in which a source is compressed. */
export interface Compression extends Decompression {
  /** The first bytes, as Latin-1 text; null when they tell nothing, and the name has to. */
  readonly magic: string | null;
  /** What a file's name ends in when it is compressed so. */
  readonly extension: string;
}

/** All of them. */
export const compressions: readonly Compression[] = [
  {
    container: 'gzip data',
    magic: '\x1f\x8b',
    extension: '.gz',
    decompress: imported(async () => (await import('./gzip.js')).gunzip),
  },
  {
    container: 'zstd data',
    magic: '\x28\xb5\x2f\xfd',
    extension: '.zst',
    decompress: imported(async () => (await import('./zstd/unzstd.js')).unzstd),
  },
  {
    container: 'bzip2 data',
    magic: 'BZh',
    extension: '.bz2',
    decompress: imported(async () => (await import('./bzip2/bunzip2.js')).bunzip2),
  },
  {
    container: 'xz data',
    magic: '\xfd7zXZ\0',
    extension: '.xz',
    decompress: imported(async () => (await import('./xz/unxz.js')).unxz),
  },
  {
    container: 'brotli data',
    magic: null,
    extension: '.br',
    decompress: imported(async () => (await import('./brotli.js')).unbrotli),
  },
];

/** A decompressor that is imported when it is first used: all inputs without it start earlier. */
function imported(load: () => Promise<Decompressor>): Decompressor {
  return async function* decompress(input, chunks) {
    const decompressor = await load();
    yield* decompressor(input, chunks);
  };
}
