import { crc32 } from 'node:zlib';
import type { ChunkPool } from '../../chunk-pool.js';
import type { ByteInput } from '../byte-input.js';
import { checkSize, integrityCheck } from './integrity-check.js';
import { lzma2 } from './lzma2.js';
import { readXzBlockHeader } from './block-header.js';
import { MAX_VAR_INT_BYTES, readVarInt, varInt } from './var-int.js';

/** How many bytes the header and the footer of a stream have. */
const EDGE_BYTES = 12;

/** What a stream begins with, as Latin-1 text. */
const MAGIC = '\xfd7zXZ\0';

/**
 * Xz data: one stream or several, with padding between. Written here because the one kept library that needs no native
 * code (xz-decompress) reads one stream at a time in the whole process, and the next waits for ever. Follows "The .xz
 * File Format" 1.2.1; all check sums are verified, the index too.
 */
export async function* unxz(input: ByteInput, chunks: ChunkPool): AsyncGenerator<Buffer, void> {
  do yield* oneStream(input, chunks);
  while (await anotherStream(input));
}

async function* oneStream(input: ByteInput, chunks: ChunkPool): AsyncGenerator<Buffer, void> {
  const checkKind = await readStreamHeader(input);
  const records = new IndexRecords();
  for (;;) {
    await input.require(1);
    if (input.bytes[input.start] === 0) break;
    yield* oneBlock(input, chunks, { checkKind, records });
  }
  const indexBytes = await readIndex(input, records);
  await readFooter(input, { checkKind, indexBytes });
}

/** Reads the header of a stream, and tells the kind of its blocks' check sums. */
async function readStreamHeader(input: ByteInput): Promise<number> {
  await input.fill(EDGE_BYTES);
  const header = input.bytes.subarray(input.start, Math.min(input.start + EDGE_BYTES, input.end));
  const isMagic = MAGIC.startsWith(header.toString('latin1', 0, MAGIC.length));
  if (isMagic && header.length < EDGE_BYTES) throw input.truncated();
  if (!isMagic || crc32(header.subarray(6, 8)) !== header.readUInt32LE(8) || header[6] !== 0 || header[7] > 15) {
    throw input.damaged('no stream header where one should be');
  }
  input.start += EDGE_BYTES;
  return header[7];
}

interface StreamState {
  readonly checkKind: number;
  readonly records: IndexRecords;
}

async function* oneBlock(
  input: ByteInput,
  chunks: ChunkPool,
  { checkKind, records }: StreamState,
): AsyncGenerator<Buffer, void> {
  const header = await readXzBlockHeader(input);
  const start = input.offset;
  const check = integrityCheck(checkKind);
  let uncompressedBytes = 0;
  for await (const piece of lzma2(input, chunks, header.dictionaryBytes)) {
    check?.update(piece);
    uncompressedBytes += piece.length;
    yield piece;
  }
  const compressedBytes = input.offset - start;
  const isSize =
    (header.compressedBytes ?? compressedBytes) === compressedBytes &&
    (header.uncompressedBytes ?? uncompressedBytes) === uncompressedBytes;
  if (!isSize) throw input.damaged('a block that has not the size that its header says');
  await skipZeros(input, -compressedBytes & 3);
  await verify(input, checkSize(checkKind), check?.digest() ?? null);
  records.add(header.size + compressedBytes + checkSize(checkKind), uncompressedBytes);
}

async function skipZeros(input: ByteInput, count: number): Promise<void> {
  await input.require(count);
  const padding = input.bytes.subarray(input.start, input.start + count);
  if (padding.some((byte) => byte !== 0)) throw input.damaged('padding that is not zero');
  input.start += count;
}

async function verify(input: ByteInput, size: number, digest: Buffer | null): Promise<void> {
  await input.require(size);
  if (digest !== null && !digest.equals(input.bytes.subarray(input.start, input.start + size))) {
    throw input.damaged('a check sum that does not match');
  }
  input.start += size;
}

/** What the index must say of the blocks, as a count and a check sum: hostile data may have very many. */
class IndexRecords {
  count = 0;
  sum = 0;

  add(unpaddedBytes: number, uncompressedBytes: number): void {
    this.count++;
    this.sum = crc32(varInt(uncompressedBytes), crc32(varInt(unpaddedBytes), this.sum));
  }
}

/** Compares the index with the blocks, and tells how many bytes it has. */
async function readIndex(input: ByteInput, expected: IndexRecords): Promise<number> {
  const start = input.offset;
  const index = new CheckedBytes(input);
  await index.skip(1);
  const found = new IndexRecords();
  const count = await index.readVarInt();
  if (count !== expected.count) throw input.damaged('an index of other blocks');
  while (found.count < count) found.add(await index.readVarInt(), await index.readVarInt());
  if (found.sum !== expected.sum) throw input.damaged('an index of other blocks');
  await index.skip(-(input.offset - start) & 3);
  const { sum } = index;
  await input.require(4);
  if (input.bytes.readUInt32LE(input.start) !== sum) throw input.damaged('an index that does not match its check sum');
  input.start += 4;
  return input.offset - start;
}

/** Reads bytes and keeps their check sum. */
class CheckedBytes {
  sum = 0;
  readonly #input: ByteInput;

  constructor(input: ByteInput) {
    this.#input = input;
  }

  async skip(count: number): Promise<void> {
    await this.#input.require(count);
    this.#take(this.#input.start + count);
  }

  async readVarInt(): Promise<number> {
    const input = this.#input;
    const isWhole = await input.fill(MAX_VAR_INT_BYTES);
    const { start } = input;
    if (!isWhole && input.bytes.subarray(start, input.end).every((byte) => byte >= 0x80)) throw input.truncated();
    const value = readVarInt(input, input.end);
    const { start: end } = input;
    input.start = start;
    this.#take(end);
    return value;
  }

  #take(end: number): void {
    const input = this.#input;
    this.sum = crc32(input.bytes.subarray(input.start, end), this.sum);
    input.start = end;
  }
}

async function readFooter(input: ByteInput, due: { checkKind: number; indexBytes: number }): Promise<void> {
  await input.require(EDGE_BYTES);
  const footer = input.bytes.subarray(input.start, input.start + EDGE_BYTES);
  const isFooter =
    footer.readUInt32LE(0) === crc32(footer.subarray(4, 10)) &&
    4 * (footer.readUInt32LE(4) + 1) === due.indexBytes &&
    footer[8] === 0 &&
    footer[9] === due.checkKind &&
    footer.toString('latin1', 10) === 'YZ';
  if (!isFooter) throw input.damaged("a stream's end that does not fit its beginning");
  input.start += EDGE_BYTES;
}

/** Passes over padding: zero bytes, a multiple of four. */
async function anotherStream(input: ByteInput): Promise<boolean> {
  while (await input.fill(1)) {
    if (input.bytes[input.start] !== 0) return true;
    await skipZeros(input, 4);
  }
  return false;
}
