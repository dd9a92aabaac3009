import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { SluiceError } from '../../../../src/errors/sluice-error.js';
import { compressions, type Compression } from '../../../../src/sources/compression/compressions.js';
import { decompressed } from '../../../../src/sources/compression/decompressed.js';
import { detectCompression } from '../../../../src/sources/compression/detect-compression.js';
import { bytesOf, bytesSource } from '../../../support/sources.js';

const folder = join(import.meta.dirname, '../../../../fixtures/containers');
const fixture = (name: string): Buffer => readFileSync(join(folder, name));
const text = fixture('orders.csv');

const samples: [name: string, bytes: Buffer][] = [
  ['orders.csv.gz', gzipSync(text)],
  ['members.csv.gz', Buffer.concat([gzipSync(text.subarray(0, 700)), gzipSync(text.subarray(700))])],
  [
    'padded.csv.gz',
    Buffer.concat([gzipSync(text.subarray(0, 700)), Buffer.alloc(9), gzipSync(text.subarray(700)), Buffer.alloc(60)]),
  ],
  ['orders.csv.br', brotliCompressSync(text)],
  ...['orders.csv.bz2', 'streams.csv.bz2', 'orders.csv.xz', 'streams.csv.xz', 'orders.csv.zst', 'frames.csv.zst'].map(
    (name): [string, Buffer] => [name, fixture(name)],
  ),
];

function compressionOf(name: string): Compression {
  const found = compressions.find(({ extension }) => name.endsWith(extension));
  if (found === undefined) throw new Error(`no compression of ${name}`);
  return found;
}

describe.each(samples)('%s', (name, bytes) => {
  const compression = compressionOf(name);
  const read = (damaged: Buffer): Promise<Buffer> => bytesOf(decompressed(bytesSource(damaged), compression));

  test('is detected', () => {
    expect(detectCompression(bytes.subarray(0, 16), name)).toBe(compression);
  });

  test.each([1, 2, 7, 64 * 1024])('is read in chunks of %i, twice', async (chunkSize) => {
    const source = decompressed(bytesSource(bytes, chunkSize), compression);
    expect((await bytesOf(source)).toString()).toBe(text.toString());
    expect(source.position()).toBe(bytes.length);
    expect((await bytesOf(source)).equals(text)).toBe(true);
  });

  test('cut off anywhere is an error, unless nothing is missing', async () => {
    for (let length = 1; length < bytes.length; length++) {
      const outcome = await read(bytes.subarray(0, length)).catch((error: unknown) => error);
      const isWhole = Buffer.isBuffer(outcome) && (outcome.equals(text) || outcome.equals(text.subarray(0, 700)));
      if (!isWhole) expect(outcome).toMatchObject({ code: 'SOURCE_CORRUPT', exitCode: 5 });
      if (!Buffer.isBuffer(outcome)) expect((outcome as SluiceError).message).toContain(`ends at byte ${length}`);
    }
  });

  test('with a byte changed is an error, or the same text', async () => {
    for (let at = 0; at < bytes.length; at += 3) {
      const damaged = Buffer.from(bytes);
      damaged[at] ^= 1 << (at & 7);
      const outcome = await read(damaged).catch((error: unknown) => error);
      if (Buffer.isBuffer(outcome)) {
        if (name !== 'orders.csv.br' && name !== 'frames.csv.zst') expect(outcome.toString()).toBe(text.toString());
      } else expect(outcome).toMatchObject({ exitCode: 5 });
    }
  });

  test('followed by other bytes is an error', async () => {
    await expect(read(Buffer.concat([bytes, Buffer.from('and so on')]))).rejects.toMatchObject({
      code: 'SOURCE_CORRUPT',
      message: expect.stringMatching(
        name.endsWith('.gz') ? / after byte \d+ / : `after byte ${bytes.length} `,
      ) as string,
    });
  });
});
