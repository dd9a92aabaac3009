import { LRUCache } from 'lru-cache';
import type { LookupTable } from '../../transforms/columns/lookup-table.js';
import type { EntryFile } from './entry-file.js';

/** What a cache holds of a key besides texts. */
const NULL = Symbol('NULL');
const ABSENT = Symbol('absent');
type Held = string | typeof NULL | typeof ABSENT;

/** Keys and values that a cache holds in all, in characters: keys come from the input, and may be long. */
const MAX_HELD_CHARACTERS = 32 * 1024 * 1024;

/** A lookup table that is in a file, with the entries that were asked for last in memory: also those that are not there. */
export class CachedTable implements LookupTable {
  readonly name: string;
  readonly #file: EntryFile;
  readonly #cache: LRUCache<string, Held>;

  /** @param cacheSize - The most entries in memory, from 1. */
  constructor(name: string, file: EntryFile, cacheSize: number) {
    this.name = name;
    this.#file = file;
    this.#cache = new LRUCache({ max: cacheSize, maxSize: MAX_HELD_CHARACTERS, sizeCalculation });
  }

  get(key: string): string | null | undefined {
    const held = this.#cache.get(key) ?? this.#read(key);
    if (typeof held === 'string') return held;
    return held === NULL ? null : undefined;
  }

  #read(key: string): Held {
    const bytes = Buffer.from(key);
    const found = this.#file.find(bytes);
    const held = found === undefined ? ABSENT : (found ?? NULL);
    // The key is a slice of its block, which must not stay in memory for it.
    this.#cache.set(bytes.toString(), held);
    return held;
  }
}

function sizeCalculation(held: Held, key: string): number {
  return 1 + key.length + (typeof held === 'string' ? held.length : 0);
}
