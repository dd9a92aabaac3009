import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { decompressed } from '../../../../src/sources/compression/decompressed.js';
import { detectCompression } from '../../../../src/sources/compression/detect-compression.js';
import { bytesSource } from '../../../support/sources.js';

const folder = join(import.meta.dirname, '../../../../fixtures/containers');

/** A hundred megabytes of zeros, each. */
test.each([
  ['gzip', () => gzipSync(Buffer.alloc(100_000_000), { level: 1 })],
  ['bzip2', () => readFileSync(join(folder, 'zeros.bz2'))],
  ['xz', () => readFileSync(join(folder, 'zeros.xz'))],
  ['zstd', () => readFileSync(join(folder, 'zeros.zst'))],
])('of %s no more is unpacked than is read', async (_, make) => {
  const bytes = make();
  const compression = detectCompression(bytes.subarray(0, 16), '');
  if (compression === null) throw new Error('not detected');
  const before = process.memoryUsage().arrayBuffers;
  const stream = decompressed(bytesSource(bytes), compression).read();
  let length = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    length += chunk.length;
    expect(chunk.length).toBeLessThanOrEqual(512 * 1024);
    if (length > 3_000_000) break;
  }
  await setTimeout(20);
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(40_000_000);
});
