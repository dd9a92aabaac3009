/** A probability of one half, of the 2048 parts that it is counted in. */
const EVEN = 1024;

/** Probabilities of bits, before anything was learnt. */
export function evenProbabilities(count: number): Uint16Array {
  return new Uint16Array(count).fill(EVEN);
}

/**
 * Reads bits that were coded by their probability, from bytes that are all at hand. Past their end it reads zeros and
 * is `overrun`: asking once after a chunk is cheaper than at every bit.
 */
export class RangeDecoder {
  #bytes: Buffer = Buffer.alloc(0);
  #next = 0;
  #end = 0;
  #range = 0;
  #code = 0;

  /** Begins a chunk: five bytes of `bytes` fill the decoder. */
  start(bytes: Buffer, start: number, end: number): void {
    this.#bytes = bytes;
    this.#next = start + 5;
    this.#end = end;
    this.#range = -1;
    this.#code = bytes.readInt32BE(start + 1);
  }

  /** More was read than there is. */
  get overrun(): boolean {
    return this.#next > this.#end;
  }

  /** All was read, and nothing is left in the decoder: how each chunk must end. */
  get finished(): boolean {
    return this.#next === this.#end && this.#code === 0;
  }

  /** A bit, by the probability at `index`, which learns from it. Numbers are kept as signed 32 bits, for speed. */
  bit(probabilities: Uint16Array, index: number): number {
    const probability = probabilities[index];
    const bound = Math.imul(this.#range >>> 11, probability);
    if ((this.#code ^ SIGN) < (bound ^ SIGN)) {
      this.#range = bound;
      probabilities[index] = probability + ((2048 - probability) >>> 5);
      if (bound >>> 24 === 0) this.#refill();
      return 0;
    }
    this.#range = (this.#range - bound) | 0;
    this.#code = (this.#code - bound) | 0;
    probabilities[index] = probability - (probability >>> 5);
    if (this.#range >>> 24 === 0) this.#refill();
    return 1;
  }

  /** A number of `bits` bits, the most significant first, by a tree of probabilities that begins at `offset`. */
  tree(probabilities: Uint16Array, offset: number, bits: number): number {
    let node = 1;
    for (let left = bits; left > 0; left--) node = (node << 1) | this.bit(probabilities, offset + node);
    return node - (1 << bits);
  }

  /** The same, the least significant bit first. */
  reverseTree(probabilities: Uint16Array, offset: number, bits: number): number {
    let node = 1;
    let value = 0;
    for (let at = 0; at < bits; at++) {
      const bit = this.bit(probabilities, offset + node);
      node = (node << 1) | bit;
      value |= bit << at;
    }
    return value;
  }

  /** A number of `bits` bits (up to 26) that are as often 0 as 1. */
  direct(bits: number): number {
    let value = 0;
    for (let left = bits; left > 0; left--) {
      this.#range >>>= 1;
      const below = (this.#code ^ SIGN) < (this.#range ^ SIGN);
      if (!below) this.#code = (this.#code - this.#range) | 0;
      value = (value << 1) | (below ? 0 : 1);
      if (this.#range >>> 24 === 0) this.#refill();
    }
    return value;
  }

  #refill(): void {
    const byte = this.#next < this.#end ? this.#bytes[this.#next] : 0;
    this.#next++;
    this.#range <<= 8;
    this.#code = (this.#code << 8) | byte;
  }
}

/** Turns a comparison of signed numbers into one of unsigned. */
const SIGN = 0x80000000 | 0;
