import { HashTable } from './hash-table.js';
import { HASH_WORDS, keyHash, type KeyBytes } from './key-hash.js';
import type { SpillFile } from './spill-file.js';
import { SpilledTable } from './spilled-table.js';

/** What a set of keys may take. */
export interface SeenKeysLimits {
  /** Slots of its table, a power of two: 16 bytes of memory each, and half as many again while it grows. */
  readonly maxSlots: () => number;
  /** Where keys go for which there is no room. */
  readonly file: () => SpillFile;
  /** Whether a filter of so many bytes may be made. */
  readonly mayFilter: (bytes: number) => boolean;
}

/**
 * The keys that have been seen so far: their hashes, in a table that grows up to a bound. A table that is full then goes to a
 * file, where it is searched by reading a page, and another one begins.
 */
export class SeenKeys {
  readonly #limits: SeenKeysLimits;
  readonly #table = new HashTable(FIRST_SLOTS);
  readonly #spilled: SpilledTable[] = [];
  readonly #hashOf = keyHash();
  readonly #hash = new Int32Array(HASH_WORDS);

  constructor(limits: SeenKeysLimits) {
    this.#limits = limits;
  }

  /**
   * Notes a key.
   *
   * @returns Whether it is new.
   * @throws SluiceError OUTPUT_FAILED when keys have to go to a file, and can't.
   */
  add(key: KeyBytes): boolean {
    this.#hashOf(key, this.#hash);
    if (this.#isSpilled()) return false;
    if (this.#table.count >= this.#table.capacity) {
      if (this.#table.has(this.#hash)) return false;
      this.#makeRoom();
    }
    return this.#table.add(this.#hash);
  }

  /**
   * Whether a key has been noted.
   *
   * @throws SluiceError OUTPUT_FAILED
   */
  has(key: KeyBytes): boolean {
    this.#hashOf(key, this.#hash);
    return this.#table.has(this.#hash) || this.#isSpilled();
  }

  #isSpilled(): boolean {
    return this.#spilled.length > 0 && this.#spilled.some((table) => table.has(this.#hash));
  }

  #makeRoom(): void {
    const { maxSlots, file, mayFilter } = this.#limits;
    const { slots } = this.#table;
    if (2 * slots <= maxSlots()) {
      this.#table.grow();
      return;
    }
    this.#spilled.push(new SpilledTable(this.#table, file(), mayFilter(slots)));
    this.#table.clear();
  }
}

const FIRST_SLOTS = 1024;
