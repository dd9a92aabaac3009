import type { LookupTable } from '../../transforms/columns/lookup-table.js';

/** A lookup table that is in memory. */
export class WholeTable implements LookupTable {
  readonly name: string;
  readonly #entries: ReadonlyMap<string, string | null>;

  constructor(name: string, entries: ReadonlyMap<string, string | null>) {
    this.name = name;
    this.#entries = entries;
  }

  get(key: string): string | null | undefined {
    return this.#entries.get(key);
  }
}
