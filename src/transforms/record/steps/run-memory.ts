import { SeenKeys } from './seen-keys.js';
import { SpillFile } from './spill-file.js';

/** How many records have come to a step. */
export interface StepCount {
  records: number;
}

/**
 * What steps remember of the records that came before: shared by all sources of one pass over the inputs, which may be read
 * at the same time, and by none of another pass. Whoever makes it releases it.
 */
export class RunMemory {
  /** Nothing that still comes would be kept: reading may end. */
  enough = false;
  readonly #keys = new Map<object, SeenKeys>();
  readonly #counts = new Map<object, StepCount>();
  readonly #tableBytes: number;
  #filterBytes: number;
  #file: SpillFile | null = null;

  /**
   * @param tableBytes - What all tables of keys may take. Default 128 MiB
   * @param filterBytes - What may be spent on searching those that have gone to a file. Default 64 MiB
   */
  constructor(tableBytes = DEFAULT_TABLE_BYTES, filterBytes = DEFAULT_FILTER_BYTES) {
    this.#tableBytes = tableBytes;
    this.#filterBytes = filterBytes;
  }

  /**
   * The keys that one part of the plan has seen. All parts ask before the first key is noted.
   *
   * @param owner - The part: the same object for all sources.
   */
  keysOf(owner: object): SeenKeys {
    const known = this.#keys.get(owner);
    if (known !== undefined) return known;
    const keys = new SeenKeys({
      maxSlots: () => this.#tableBytes / SLOT_BYTES / this.#keys.size,
      file: () => (this.#file ??= new SpillFile(KEYS)),
      mayFilter: (bytes) => this.#mayFilter(bytes),
    });
    this.#keys.set(owner, keys);
    return keys;
  }

  /**
   * The count of one step of the plan.
   *
   * @param owner - The step: the same object for all sources.
   */
  countOf(owner: object): StepCount {
    const known = this.#counts.get(owner) ?? { records: 0 };
    this.#counts.set(owner, known);
    return known;
  }

  /** Lets go of all that is remembered. */
  release(): Promise<void> {
    this.#file?.close();
    this.#file = null;
    this.#keys.clear();
    return Promise.resolve();
  }

  #mayFilter(bytes: number): boolean {
    if (bytes > this.#filterBytes) return false;
    this.#filterBytes -= bytes;
    return true;
  }
}

const DEFAULT_TABLE_BYTES = 128 * 1024 * 1024;
const DEFAULT_FILTER_BYTES = 64 * 1024 * 1024;

const KEYS = {
  what: 'The keys of records',
  hint: 'dedupe and unique keep there what has no room in memory. Free some space, or set TMPDIR to a folder that has some.',
};

/** What a hash takes. */
const SLOT_BYTES = 16;
