import { countCharacters } from './count-characters.js';

/** So much of each value is kept. */
const SLOT_BYTES = 128;

/** A value of the sample. */
export interface SampledValue {
  /** The value, or its first 128 bytes. */
  readonly start: Buffer;
  readonly isWhole: boolean;
  /** How many characters the whole value has. */
  readonly characters: number;
}

/**
 * A random sample of a column's values, of which each has the same chance. Which ones are taken is known beforehand (K.-H.
 * Li's algorithm L, 1994), so that all others cost one comparison. The same values give the same sample.
 */
export class ValueSample {
  readonly #slots: Buffer;
  readonly #lengths: Float64Array;
  readonly #characters: Float64Array;
  readonly #ordinals: Float64Array;
  readonly #random = xorshift(0x5eed);
  #filled = 0;
  /** The largest of as many random numbers from 0 to 1 as the sample has values, each raised by what has passed. */
  #threshold = 1;
  #next = 0;

  /** @param size - The most values that it holds, 128 bytes each. */
  constructor(size: number) {
    this.#slots = Buffer.alloc(size * SLOT_BYTES);
    this.#lengths = new Float64Array(size);
    this.#characters = new Float64Array(size);
    this.#ordinals = new Float64Array(size);
  }

  /**
   * Takes the value in `bytes[start..end)`: the first of the column, then the one that the last call asked for.
   *
   * @returns The number of the value to be taken next, counted from 0.
   */
  take(bytes: Buffer, start: number, end: number): number {
    const size = this.#lengths.length;
    const slot = this.#filled < size ? this.#filled++ : Math.floor(this.#random() * size);
    const to = slot * SLOT_BYTES - start;
    for (let at = start; at < end && at < start + SLOT_BYTES; at++) this.#slots[to + at] = bytes[at];
    this.#lengths[slot] = end - start;
    this.#characters[slot] = countCharacters(bytes, start, end);
    this.#ordinals[slot] = this.#next++;
    if (this.#filled === size) this.#skip();
    return this.#next;
  }

  /** What was taken, in the order of the column. */
  values(): SampledValue[] {
    const slots = Array.from({ length: this.#filled }, (_, slot) => slot);
    slots.sort((a, b) => this.#ordinals[a] - this.#ordinals[b]);
    return slots.map((slot) => {
      const from = slot * SLOT_BYTES;
      const start = this.#slots.subarray(from, from + Math.min(this.#lengths[slot], SLOT_BYTES));
      return { start, isWhole: this.#lengths[slot] <= SLOT_BYTES, characters: this.#characters[slot] };
    });
  }

  /** Passes over the values that a sample of this size leaves out after the one just taken. */
  #skip(): void {
    this.#threshold *= Math.exp(Math.log(this.#random()) / this.#lengths.length);
    this.#next += Math.floor(Math.log(this.#random()) / Math.log1p(-this.#threshold));
  }
}

/** Marsaglia's xorshift, as numbers between 0 and 1, both left out. */
function xorshift(seed: number): () => number {
  let state = seed;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}
