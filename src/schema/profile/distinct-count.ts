import { hashBytes } from './hash-bytes.js';
import { HyperLogLog } from './hyper-log-log.js';
import { viewed } from './viewed-bytes.js';

/** So many different values are counted one by one; more are estimated. */
export const EXACT_LIMIT = 1024;

/**
 * Counts a column's different values: up to {@link EXACT_LIMIT} exactly, each with how often it occurs, then by
 * {@link HyperLogLog}. Values are told apart by 64 bits of hashes, so of a thousand two are taken for one in about one
 * case of 10^13. At most 32 KiB.
 */
export class DistinctCount {
  #known: KnownHashes | null = new KnownHashes();
  #sketch: HyperLogLog | null = null;

  /**
   * Counts the value from `start` to `end`.
   *
   * @returns False when the value surely was there before; true: it may be new.
   */
  add(view: DataView, start: number, end: number): boolean {
    const hash = hashBytes(view, start, end, SEED);
    if (this.#known !== null) return this.#addKnown(this.#known, hash, hashBytes(view, start, end, OTHER_SEED));
    this.#sketch?.add(hash);
    return true;
  }

  /** Whether {@link count} is exact. */
  get isExact(): boolean {
    return this.#known !== null;
  }

  /** How many different values there were; an estimate is a whole number, too. */
  count(): number {
    return this.#known?.size ?? Math.round(this.#sketch?.estimate() ?? 0);
  }

  /** How often a value occurred, or 0 while the count is not exact. */
  occurrences(value: Buffer): number {
    const { view } = viewed(value);
    const hash = hashBytes(view, 0, value.length, SEED);
    return this.#known?.occurrences(hash, hashBytes(view, 0, value.length, OTHER_SEED)) ?? 0;
  }

  #addKnown(known: KnownHashes, hash: number, otherHash: number): boolean {
    const isNew = known.add(hash, otherHash);
    if (known.size > EXACT_LIMIT) {
      const sketch = new HyperLogLog();
      known.forEach((each) => sketch.add(each));
      this.#sketch = sketch;
      this.#known = null;
    }
    return isNew;
  }
}

/** Two seeds that differ in most bits make two hashes of a value. */
const SEED = 0;
const OTHER_SEED = 0x9747b28c | 0;

/** A set of pairs of hashes with a count for each: open addressing, at most half full. */
class KnownHashes {
  size = 0;
  #mask = INITIAL_SLOTS - 1;
  /** Two hashes a slot. A slot whose count is zero is free. */
  #slots = new Int32Array(2 * INITIAL_SLOTS);
  #counts = new Float64Array(INITIAL_SLOTS);

  /** Counts a pair once more. Returns whether it is new. */
  add(hash: number, otherHash: number): boolean {
    const slot = this.#find(hash, otherHash);
    if (this.#counts[slot]++ > 0) return false;
    this.#slots[2 * slot] = hash;
    this.#slots[2 * slot + 1] = otherHash;
    if (2 * ++this.size > this.#mask) this.#grow();
    return true;
  }

  occurrences(hash: number, otherHash: number): number {
    return this.#counts[this.#find(hash, otherHash)];
  }

  /** Gives the first hash of each pair. */
  forEach(take: (hash: number) => void): void {
    for (const [slot, count] of this.#counts.entries()) if (count > 0) take(this.#slots[2 * slot]);
  }

  /** The slot of a pair, or the free one that it would have. */
  #find(hash: number, otherHash: number): number {
    const slots = this.#slots;
    const counts = this.#counts;
    let slot = hash & this.#mask;
    while (counts[slot] > 0 && (slots[2 * slot] !== hash || slots[2 * slot + 1] !== otherHash)) {
      slot = (slot + 1) & this.#mask;
    }
    return slot;
  }

  #grow(): void {
    const slots = this.#slots;
    const counts = this.#counts;
    this.#mask = 2 * this.#mask + 1;
    this.#slots = new Int32Array(2 * slots.length);
    this.#counts = new Float64Array(2 * counts.length);
    for (const [old, count] of counts.entries()) {
      if (count === 0) continue;
      const slot = this.#find(slots[2 * old], slots[2 * old + 1]);
      this.#slots.set(slots.subarray(2 * old, 2 * old + 2), 2 * slot);
      this.#counts[slot] = count;
    }
  }
}

const INITIAL_SLOTS = 16;
