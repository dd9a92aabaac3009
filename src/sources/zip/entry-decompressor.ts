import { crc32, createInflateRaw } from 'node:zlib';
import type { Entry } from 'yauzl';
import type { ByteInput } from '../compression/byte-input.js';
import { bunzip2 } from '../compression/bzip2/bunzip2.js';
import type { Decompressor } from '../compression/decompressor.js';
import { unxz } from '../compression/xz/unxz.js';
import { OUTPUT_BYTES, zlibOutput } from '../compression/zlib-output.js';
import { unzstd } from '../compression/zstd/unzstd.js';

/**
 * How an entry is decompressed and then verified, by the method that the archive's directory names (APPNOTE 4.4.5).
 *
 * @returns What keeps it from being read, in a few words, when something does.
 */
export function entryDecompressor(entry: Entry): Decompressor | string {
  if (entry.isEncrypted()) return 'encrypted';
  const method = methods.get(entry.compressionMethod);
  if (method === undefined)
    return `compressed with ${unreadMethods.get(entry.compressionMethod) ?? 'an unknown method'}`;
  return (input, chunks) => verified(method(input, chunks), { input, entry });
}

const methods = new Map<number, Decompressor>([
  [0, stored],
  [8, (input) => zlibOutput(input, createInflateRaw({ chunkSize: OUTPUT_BYTES }))],
  [12, bunzip2],
  [93, unzstd],
  [95, unxz],
]);

const unreadMethods = new Map([
  [9, 'Deflate64'],
  [14, 'LZMA'],
  [98, 'PPMd'],
  [99, 'AES encryption'],
]);

async function* stored(input: ByteInput): AsyncGenerator<Buffer, void> {
  while (await input.fill(1)) {
    // A copy: the memory is the input's, which takes it back.
    const chunk = Buffer.from(input.bytes.subarray(input.start, input.end));
    input.start = input.end;
    yield chunk;
  }
}

async function* verified(
  chunks: AsyncGenerator<Buffer, void>,
  { input, entry }: { input: ByteInput; entry: Entry },
): AsyncGenerator<Buffer, void> {
  let sum = 0;
  let length = 0;
  for await (const chunk of chunks) {
    sum = crc32(chunk, sum);
    length += chunk.length;
    yield chunk;
  }
  if (await input.fill(1)) throw input.damaged('other bytes follow it');
  if (length !== entry.uncompressedSize) throw input.damaged('it has not the size that the directory says');
  if (sum !== entry.crc32) throw input.damaged('a check sum that does not match');
}
