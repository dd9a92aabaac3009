import type { LookupTable } from '../../transforms/columns/lookup-table.js';
import type { Releasers } from '../releasers.js';
import { CachedTable } from './cached-table.js';
import { EntrySorter } from './entry-sorter.js';
import { keyTwice } from './lookup-errors.js';
import { WholeTable } from './whole-table.js';

/** Keys and values that are held in memory at the most, in characters. */
const MAX_HELD_CHARACTERS = 64 * 1024 * 1024;

/** Makes a lookup table of its entries: in memory as long as they fit, else in a file with a cache before it. */
export class TableBuilder {
  readonly #name: string;
  readonly #cacheSize: number;
  readonly #releasers: Releasers;
  #held = new Map<string, string | null>();
  #characters = 0;
  #sorter: EntrySorter | null = null;

  /**
   * @param name - What the table is called in messages.
   * @param cacheSize - The most entries in memory, from 1.
   * @param releasers - Lets go of its files.
   */
  constructor(name: string, cacheSize: number, releasers: Releasers) {
    this.#name = name;
    this.#cacheSize = cacheSize;
    this.#releasers = releasers;
  }

  /**
   * Adds an entry; one without a key is none.
   *
   * @param key - A text of its own, no slice of a longer one; so is `value`.
   * @throws SluiceError LOOKUP_FAILED for a key that has another value already; OUTPUT_FAILED.
   */
  add(key: string | null, value: string | null): void {
    if (key === null) return;
    if (this.#sorter === null) this.#hold(key, value);
    else this.#sorter.add(key, value);
  }

  /**
   * The table of what has been added.
   *
   * @throws SluiceError as {@link TableBuilder.add}
   */
  table(): LookupTable {
    if (this.#sorter === null) return new WholeTable(this.#name, this.#held);
    const file = this.#sorter.sorted();
    this.#releasers.defer(async () => file.close());
    return new CachedTable(this.#name, file, this.#cacheSize);
  }

  #hold(key: string, value: string | null): void {
    const held = this.#held.get(key);
    if (held === value) return;
    if (held !== undefined) throw keyTwice(this.#name, key, [held, value]);
    this.#held.set(key, value);
    this.#characters += key.length + (value?.length ?? 0);
    if (this.#held.size > this.#cacheSize || this.#characters > MAX_HELD_CHARACTERS) this.#spill();
  }

  #spill(): void {
    const sorter = new EntrySorter(this.#name);
    this.#releasers.defer(async () => sorter.close());
    for (const [key, value] of this.#held) sorter.add(key, value);
    this.#held = new Map();
    this.#sorter = sorter;
  }
}
