import { crc32 } from 'node:zlib';
import type { ByteInput } from '../byte-input.js';
import { readVarInt } from './var-int.js';

/** What the header of an xz block says. */
export interface XzBlockHeader {
  /** How many bytes the header has. */
  readonly size: number;
  /** How many bytes the data has, compressed and decompressed; null when the header doesn't say. */
  readonly compressedBytes: number | null;
  readonly uncompressedBytes: number | null;
  readonly dictionaryBytes: number;
}

/** The filter that compresses. The others, which prepare machine code or samples for it, are of no use for text. */
const LZMA2_FILTER = 0x21;

/** `xz -9` takes 64 MiB; what takes more than this was made with --lzma2=dict=. */
const MAX_DICTIONARY_BYTES = 256 * 1024 * 1024;

/**
 * Reads the header of a block; the input is at its first byte.
 *
 * @throws SluiceError SOURCE_CORRUPT; SOURCE_UNREADABLE when it takes another filter, or too much memory.
 */
export async function readXzBlockHeader(input: ByteInput): Promise<XzBlockHeader> {
  await input.require(1);
  const size = 4 * (input.bytes[input.start] + 1);
  await input.require(size);
  const end = input.start + size - 4;
  const sum = crc32(input.bytes.subarray(input.start, end));
  if (sum !== input.bytes.readUInt32LE(end)) throw input.damaged("a block's header does not match its check sum");
  const flags = input.bytes[input.start + 1];
  input.start += 2;
  if ((flags & 0x3c) !== 0) throw input.unsupported('uses a feature that is not known here', 'xz -dc');
  const compressedBytes = (flags & 0x40) === 0 ? null : readVarInt(input, end);
  const uncompressedBytes = (flags & 0x80) === 0 ? null : readVarInt(input, end);
  const dictionaryBytes = readFilter(input, flags & 3, end);
  input.start = end + 4;
  return { size, compressedBytes, uncompressedBytes, dictionaryBytes };
}

function readFilter(input: ByteInput, moreFilters: number, end: number): number {
  const filter = readVarInt(input, end);
  if (filter !== LZMA2_FILTER || moreFilters > 0) throw input.unsupported('uses filters besides LZMA2', 'xz -dc');
  const propertyBytes = readVarInt(input, end);
  const property = input.bytes[input.start];
  if (propertyBytes !== 1 || input.start >= end || property > 40) throw input.damaged('an impossible dictionary');
  const bytes = property === 40 ? 2 ** 32 - 1 : (2 | (property & 1)) * 2 ** ((property >> 1) + 11);
  if (bytes > MAX_DICTIONARY_BYTES) throw input.unsupported('needs more than 256 MiB of memory', 'xz -dc');
  return bytes;
}
