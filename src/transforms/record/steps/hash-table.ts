import { HASH_WORDS } from './key-hash.js';

/** A set of hashes in one typed array: open addressing, where a hash of zeros marks a free slot. */
export class HashTable {
  /** How many hashes are in it. */
  count = 0;
  #words: Int32Array;

  /** @param slots - A power of two. */
  constructor(slots: number) {
    this.#words = new Int32Array(HASH_WORDS * slots);
  }

  /** How many hashes there is room for, with as much left free as makes a search short. */
  get capacity(): number {
    return (this.slots * 3) >> 2;
  }

  /** How many slots it has. */
  get slots(): number {
    return this.#words.length / HASH_WORDS;
  }

  /** What it holds, slot by slot: for whoever puts it away. */
  get words(): Int32Array {
    return this.#words;
  }

  /** Whether a hash is in it. */
  has(hash: Int32Array): boolean {
    return this.#isTaken(this.#find(hash));
  }

  /**
   * Puts a hash in, unless it is there. There must be room.
   *
   * @returns Whether it was not there.
   */
  add(hash: Int32Array): boolean {
    const at = this.#find(hash);
    if (this.#isTaken(at)) return false;
    this.#put(at, hash);
    this.count++;
    return true;
  }

  /** Doubles it. */
  grow(): void {
    const old = this.#words;
    this.#words = new Int32Array(2 * old.length);
    const hash = new Int32Array(HASH_WORDS);
    for (let at = 0; at < old.length; at += HASH_WORDS) {
      for (let word = 0; word < HASH_WORDS; word++) hash[word] = old[at + word];
      if (isHash(hash)) this.#put(this.#find(hash), hash);
    }
  }

  /** Takes everything out. */
  clear(): void {
    this.#words.fill(0);
    this.count = 0;
  }

  /** The index of the first word of a hash, or of the free slot where it would be. */
  #find(hash: Int32Array): number {
    const words = this.#words;
    const first = hash[0];
    const last = words.length - HASH_WORDS;
    let at = homeOf(first, words.length / HASH_WORDS) * HASH_WORDS;
    while (this.#isTaken(at)) {
      if (words[at] === first && isSame(words, at, hash)) break;
      at = at === last ? 0 : at + HASH_WORDS;
    }
    return at;
  }

  #put(at: number, hash: Int32Array): void {
    for (let word = 0; word < HASH_WORDS; word++) this.#words[at + word] = hash[word];
  }

  #isTaken(at: number): boolean {
    const words = this.#words;
    return (words[at] | words[at + 1] | words[at + 2] | words[at + 3]) !== 0;
  }
}

/**
 * The slot at which the search for a hash begins: by its upper bits, so that a table goes through a larger one in order when it
 * grows.
 *
 * @param first - Its first word.
 * @param slots - A power of two.
 */
export function homeOf(first: number, slots: number): number {
  return first >>> (Math.clz32(slots) + 1);
}

function isSame(words: Int32Array, at: number, hash: Int32Array): boolean {
  return words[at + 1] === hash[1] && words[at + 2] === hash[2] && words[at + 3] === hash[3];
}

/** Whether a slot holds a hash. */
export function isHash(words: Int32Array): boolean {
  return (words[0] | words[1] | words[2] | words[3]) !== 0;
}
