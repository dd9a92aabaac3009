import type { BitReader } from './bit-reader.js';

/** The longest code in bits that bzip2 allows. */
export const MAX_CODE_BITS = 20;

/** Codes up to this long, which nearly all symbols have, are found by one look into a table. */
const FAST_BITS = 10;

/** One of a block's Huffman tables, of canonical codes. */
export class HuffmanTable {
  /** For the next `FAST_BITS` bits: the symbol times 32 plus its code's length, or 0. */
  readonly #fast = new Uint16Array(1 << FAST_BITS);
  /** The last code of each length, left-aligned to `MAX_CODE_BITS` bits, plus one. */
  readonly #limit = new Int32Array(MAX_CODE_BITS + 2);
  /** What to subtract from a code of each length to get the index of its symbol. */
  readonly #base = new Int32Array(MAX_CODE_BITS + 2);
  readonly #symbols: Uint16Array;

  /** @param lengths - The code length of each symbol, from 1 to `MAX_CODE_BITS`. */
  constructor(lengths: Uint8Array) {
    this.#symbols = sortedByLength(lengths);
    let code = 0;
    let index = 0;
    for (let length = 1; length <= MAX_CODE_BITS; length++) {
      this.#base[length] = code - index;
      for (; index < this.#symbols.length && lengths[this.#symbols[index]] === length; index++) {
        this.#addFast(this.#symbols[index], length, code++);
      }
      this.#limit[length] = code << (MAX_CODE_BITS - length);
      code <<= 1;
    }
  }

  /** The next symbol, or -1 when the bits are no code. */
  decode(reader: BitReader): number {
    const bits = reader.peek(MAX_CODE_BITS);
    const found = this.#fast[bits >>> (MAX_CODE_BITS - FAST_BITS)];
    if (found !== 0) {
      reader.skip(found & 31);
      return found >>> 5;
    }
    for (let length = FAST_BITS + 1; length <= MAX_CODE_BITS; length++) {
      if (bits < this.#limit[length]) {
        reader.skip(length);
        return this.#symbols[(bits >>> (MAX_CODE_BITS - length)) - this.#base[length]] ?? -1;
      }
    }
    return -1;
  }

  #addFast(symbol: number, length: number, code: number): void {
    if (length > FAST_BITS) return;
    const spare = FAST_BITS - length;
    this.#fast.fill((symbol << 5) | length, code << spare, (code + 1) << spare);
  }
}

function sortedByLength(lengths: Uint8Array): Uint16Array {
  const symbols = Uint16Array.from(lengths, (_, symbol) => symbol);
  return symbols.sort((a, b) => lengths[a] - lengths[b] || a - b);
}
