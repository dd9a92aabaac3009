import { unbrotli } from './brotli.js';
import { bunzip2 } from './bzip2/bunzip2.js';
import type { Decompression } from './decompressed.js';
import { gunzip } from './gzip.js';
import { unxz } from './xz/unxz.js';
import { unzstd } from './zstd/unzstd.js';

/** A way in which a source is compressed. */
export interface Compression extends Decompression {
  /** The first bytes, as Latin-1 text; null when they tell nothing, and the name has to. */
  readonly magic: string | null;
  /** What a file's name ends in when it is compressed so. */
  readonly extension: string;
}

/** All of them. */
export const compressions: readonly Compression[] = [
  { container: 'gzip data', magic: '\x1f\x8b', extension: '.gz', decompress: gunzip },
  { container: 'zstd data', magic: '\x28\xb5\x2f\xfd', extension: '.zst', decompress: unzstd },
  { container: 'bzip2 data', magic: 'BZh', extension: '.bz2', decompress: bunzip2 },
  { container: 'xz data', magic: '\xfd7zXZ\0', extension: '.xz', decompress: unxz },
  { container: 'brotli data', magic: null, extension: '.br', decompress: unbrotli },
];
