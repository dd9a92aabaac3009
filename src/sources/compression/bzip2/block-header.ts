import type { BitReader } from './bit-reader.js';
import { HuffmanTable, MAX_CODE_BITS } from './huffman.js';

/** What stands before the symbols of a block. */
export interface BlockHeader {
  readonly crc: number;
  /** Which row of the sorted rotations is the text. */
  readonly origin: number;
  /** The bytes that occur in the block, in order. */
  readonly alphabet: Uint8Array;
  readonly tables: readonly HuffmanTable[];
  /** Which table codes each group of 50 symbols. */
  readonly selectors: Uint8Array;
}

/** More selectors than this some encoders write, and nothing uses them. */
const MAX_SELECTORS = 18002;

/**
 * Reads the header of a block, after its magic number.
 *
 * @returns The header, or in a few words what is wrong with it.
 */
export function readBlockHeader(reader: BitReader): BlockHeader | string {
  const crc = reader.read32();
  if (reader.read(1) === 1) return 'a randomised block, as bzip2 wrote them before 1998';
  const origin = reader.read(24);
  const alphabet = readAlphabet(reader);
  if (alphabet.length === 0) return 'a block without bytes';
  const tableCount = reader.read(3);
  if (tableCount < 2 || tableCount > 6) return 'an impossible number of Huffman tables';
  const selectors = readSelectors(reader, tableCount);
  if (selectors === null) return 'a selector of no table';
  const tables: HuffmanTable[] = [];
  while (tables.length < tableCount) {
    const lengths = readCodeLengths(reader, alphabet.length + 2);
    if (lengths === null) return 'an impossible code length';
    tables.push(new HuffmanTable(lengths));
  }
  return { crc, origin, alphabet, tables, selectors };
}

/** A bit for each sixteenth of the 256 bytes that any are used of, and then one for each byte of it. */
function readAlphabet(reader: BitReader): Uint8Array {
  const groups = reader.read(16);
  const bytes: number[] = [];
  for (let group = 0; group < 16; group++) {
    if ((groups & (0x8000 >>> group)) === 0) continue;
    const used = reader.read(16);
    for (let index = 0; index < 16; index++) {
      if ((used & (0x8000 >>> index)) !== 0) bytes.push(16 * group + index);
    }
  }
  return Uint8Array.from(bytes);
}

/** Each is written as its place in a list of those used last. */
function readSelectors(reader: BitReader, tableCount: number): Uint8Array | null {
  const count = reader.read(15);
  const recent = Array.from({ length: tableCount }, (_, index) => index);
  const selectors = new Uint8Array(Math.min(count, MAX_SELECTORS));
  for (let index = 0; index < count; index++) {
    let place = 0;
    while (reader.read(1) === 1) if (++place >= tableCount) return null;
    const [table] = recent.splice(place, 1);
    recent.unshift(table);
    if (index < MAX_SELECTORS) selectors[index] = table;
  }
  return selectors;
}

/** Each is written as steps up or down from the one before. */
function readCodeLengths(reader: BitReader, count: number): Uint8Array | null {
  const lengths = new Uint8Array(count);
  let length = reader.read(5);
  for (let symbol = 0; symbol < count; symbol++) {
    for (;;) {
      if (length < 1 || length > MAX_CODE_BITS || reader.overrun) return null;
      if (reader.read(1) === 0) break;
      length += reader.read(1) === 0 ? 1 : -1;
    }
    lengths[symbol] = length;
  }
  return lengths;
}
