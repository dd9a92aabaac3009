import { HASH_WORDS } from './key-hash.js';
import { isHash } from './hash-table.js';

/**
 * A Bloom filter of hashes: says of most that are not in a table that they are not, without a look into it. Of those that are not,
 * one in a hundred has to be looked for.
 */
export class KeyFilter {
  readonly #bits: Uint8Array;
  readonly #mask: number;

  /**
   * @param words - A table, slot by slot.
   * @param bytes - A power of two, up to 2^28: as many as the table has slots.
   */
  constructor(words: Int32Array, bytes: number) {
    this.#bits = new Uint8Array(bytes);
    this.#mask = 8 * bytes - 1;
    const hash = new Int32Array(HASH_WORDS);
    for (let at = 0; at < words.length; at += HASH_WORDS) {
      for (let word = 0; word < HASH_WORDS; word++) hash[word] = words[at + word];
      if (isHash(hash)) this.#add(hash);
    }
  }

  /** False: the hash is not in the table. */
  mayHave(hash: Int32Array): boolean {
    for (let word = 0; word < HASH_WORDS; word++) {
      const bit = hash[word] & this.#mask;
      if ((this.#bits[bit >>> 3] & (1 << (bit & 7))) === 0) return false;
    }
    return true;
  }

  #add(hash: Int32Array): void {
    for (let word = 0; word < HASH_WORDS; word++) {
      const bit = hash[word] & this.#mask;
      this.#bits[bit >>> 3] |= 1 << (bit & 7);
    }
  }
}
