import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { decompressed } from '../../../../../src/sources/compression/decompressed.js';
import { unxz } from '../../../../../src/sources/compression/xz/unxz.js';
import { bytesOf, bytesSource } from '../../../../support/sources.js';

const folder = join(import.meta.dirname, '../../../../../fixtures/containers');
const noise = Buffer.concat(Array.from({ length: 94 }, (_, at) => createHash('sha256').update(String(at)).digest()));

const unpack = (name: string): Promise<Buffer> =>
  bytesOf(decompressed(bytesSource(readFileSync(join(folder, name))), { container: 'xz data', decompress: unxz }));

test('bytes that can not be compressed are stored', async () => {
  expect((await unpack('noise.xz')).equals(noise)).toBe(true);
});

test('matches are found again when the window has moved', async () => {
  const bytes = await unpack('repeated.xz');
  expect(bytes.length).toBe(2000 * noise.length);
  for (let at = 0; at < bytes.length; at += noise.length) {
    if (bytes.compare(noise, 0, noise.length, at, at + noise.length) !== 0) expect(at).toBe(-1);
  }
});
