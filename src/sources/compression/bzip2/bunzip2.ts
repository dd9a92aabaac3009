import type { ChunkPool } from '../../chunk-pool.js';
import type { ByteInput } from '../byte-input.js';
import { BitReader } from './bit-reader.js';
import { readBlockHeader } from './block-header.js';
import { readSymbols } from './block-symbols.js';
import { textOf } from './block-text.js';

/**
 * No block is longer: 900,000 symbols of at most 20 bits, and its header. A block's length can't be known before it is
 * decoded, so that much is at hand when one begins.
 */
const MAX_BLOCK_BYTES = 2_500_000;

/** Bytes of a block for each step of the compression level. */
const LEVEL_BYTES = 100_000;

/**
 * Bzip2 data: one stream or several. Written here because the libraries for it are no longer kept; follows the
 * format as the reference implementation (bzip2 1.0.8) reads it, save for randomised blocks, gone since 1998.
 */
export async function* bunzip2(input: ByteInput, chunks: ChunkPool): AsyncGenerator<Buffer, void> {
  do yield* oneStream(input, chunks);
  while (await input.fill(1));
}

async function* oneStream(input: ByteInput, chunks: ChunkPool): AsyncGenerator<Buffer, void> {
  await input.require(4);
  const level = input.bytes[input.start + 3] - 0x30;
  if (input.bytes.toString('latin1', input.start, input.start + 3) !== 'BZh' || level < 1 || level > 9) {
    throw input.damaged('other bytes stand where a stream should begin');
  }
  input.start += 4;
  const block = new Uint32Array(level * LEVEL_BYTES);
  let position: Position = { bitOffset: 0, crc: 0 };
  for (;;) {
    await input.fill(MAX_BLOCK_BYTES);
    const reader = new BitReader(input.bytes, input.start, input.end);
    reader.read(position.bitOffset);
    const next = yield* nextBlock({ input, reader, block, chunks, streamCrc: position.crc });
    if (next === null) return;
    position = next;
  }
}

/** Blocks begin at any bit; the check sum is that of the blocks before. */
interface Position {
  readonly bitOffset: number;
  readonly crc: number;
}

interface BlockInput {
  readonly input: ByteInput;
  readonly reader: BitReader;
  readonly block: Uint32Array;
  readonly chunks: ChunkPool;
  readonly streamCrc: number;
}

/** Gives the text of a block, and returns where the next begins; null after the stream's end. */
function* nextBlock(options: BlockInput): Generator<Buffer, Position | null> {
  const { input, reader, block, chunks, streamCrc } = options;
  const magic = [reader.read(24), reader.read(24)].map((bits) => bits.toString(16)).join();
  if (magic === END_OF_STREAM) {
    const crc = reader.read32();
    checkAt(input, reader, crc === streamCrc ? null : 'a check sum that does not match');
    input.start = reader.position + (reader.bitOffset > 0 ? 1 : 0);
    return null;
  }
  checkAt(input, reader, magic === BLOCK ? null : 'no block where one should begin');
  const header = checkAt(input, reader, readBlockHeader(reader));
  const length = checkAt(input, reader, readSymbols(reader, header, block));
  const { origin, crc } = header;
  checkAt(input, reader, yield* textOf(block.subarray(0, length), { origin, crc, chunks }));
  input.start = reader.position;
  return { bitOffset: reader.bitOffset, crc: (((streamCrc << 1) | (streamCrc >>> 31)) ^ crc) >>> 0 };
}

/** The digits of pi, and those of its square root. */
const BLOCK = '314159,265359';
const END_OF_STREAM = '177245,385090';

/** Whatever seems wrong after the input's end is so because it ends. */
function checkAt<Value>(input: ByteInput, reader: BitReader, value: Value | string): Value {
  if (reader.overrun) throw input.truncated();
  if (typeof value === 'string') throw input.damaged(value);
  return value;
}
