import { homeOf, isHash, type HashTable } from './hash-table.js';
import { KeyFilter } from './key-filter.js';
import { HASH_WORDS } from './key-hash.js';
import type { SpillFile } from './spill-file.js';

/** A table of hashes that has gone to a file as it was. */
export class SpilledTable {
  readonly #file: SpillFile;
  readonly #start: number;
  readonly #slots: number;
  readonly #filter: KeyFilter | null;
  readonly #chunk: Uint8Array;
  readonly #words: Int32Array;

  /**
   * Writes a table to a file. It may be cleared then.
   *
   * @param hasFilter - A filter may take a byte of memory for each slot. Without one each search reads from the file.
   * @throws SluiceError OUTPUT_FAILED
   */
  constructor(table: HashTable, file: SpillFile, hasFilter: boolean) {
    const { words, slots } = table;
    this.#file = file;
    this.#slots = slots;
    this.#start = file.append(new Uint8Array(words.buffer));
    this.#filter = hasFilter ? new KeyFilter(words, slots) : null;
    this.#chunk = new Uint8Array(SLOT_BYTES * Math.min(CHUNK_SLOTS, slots));
    this.#words = new Int32Array(this.#chunk.buffer);
  }

  /**
   * Whether a hash is in it.
   *
   * @throws SluiceError OUTPUT_FAILED when it can't be read.
   */
  has(hash: Int32Array): boolean {
    if (this.#filter !== null && !this.#filter.mayHave(hash)) return false;
    const chunkSlots = this.#chunk.length / SLOT_BYTES;
    const home = homeOf(hash[0], this.#slots);
    let first = home % chunkSlots;
    let chunk = home - first;
    for (;;) {
      this.#file.read(this.#chunk, this.#start + SLOT_BYTES * chunk);
      const found = this.#search(hash, first);
      if (found !== null) return found;
      first = 0;
      chunk = (chunk + chunkSlots) % this.#slots;
    }
  }

  /** Searches the chunk at hand from a slot on; null: the search goes on in the next. */
  #search(hash: Int32Array, first: number): boolean | null {
    const words = this.#words;
    for (let at = HASH_WORDS * first; at < words.length; at += HASH_WORDS) {
      const slot = words.subarray(at, at + HASH_WORDS);
      if (!isHash(slot)) return false;
      if (slot.every((word, index) => word === hash[index])) return true;
    }
    return null;
  }
}

const SLOT_BYTES = 4 * HASH_WORDS;

/** A page of most file systems: 4 KiB. */
const CHUNK_SLOTS = 256;
