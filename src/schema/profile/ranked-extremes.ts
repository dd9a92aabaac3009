import { KeptValue } from './kept-value.js';
import type { Rank, Ranking } from './ranking.js';

/**
 * The least and the greatest value of a column of numbers or times, by what they mean: `9` is before `10`, and
 * `2024-01-01T00:00+02` before `2024-01-01T00:00Z`. Of equal values the first counts.
 */
export class RankedExtremes {
  readonly #ranking: Ranking;
  readonly #rank: Rank = { high: 0, low: 0 };
  readonly #least = newRankedValue();
  readonly #greatest = newRankedValue();
  #isEmpty = true;

  constructor(ranking: Ranking) {
    this.#ranking = ranking;
  }

  /** The least value as it is written, or null when there was none. */
  get min(): Buffer | null {
    return this.#isEmpty ? null : this.#least.text.get();
  }

  /** The greatest. */
  get max(): Buffer | null {
    return this.#isEmpty ? null : this.#greatest.text.get();
  }

  /**
   * Takes the value in `bytes[start..end)` into account.
   *
   * @param image - Begins with its binary COPY image, length word first.
   */
  observe(bytes: Buffer, start: number, end: number, image: Buffer): void {
    const rank = this.#rank;
    this.#ranking.read(image, rank);
    if (rank.high > this.#least.high && rank.high < this.#greatest.high) return;
    if (this.#isEmpty || this.#compare(rank, image, this.#least) < 0) {
      this.#keep(this.#least, image).set(bytes, start, end);
    }
    if (this.#isEmpty || this.#compare(rank, image, this.#greatest) > 0) {
      this.#keep(this.#greatest, image).set(bytes, start, end);
    }
    this.#isEmpty = false;
  }

  #keep(value: RankedValue, image: Buffer): KeptValue {
    value.high = this.#rank.high;
    value.low = this.#rank.low;
    if (this.#ranking.compareTied !== null) value.image.set(image, 0, LENGTH_WORD + image.readInt32BE(0));
    return value.text;
  }

  #compare(rank: Rank, image: Buffer, other: RankedValue): number {
    if (rank.high !== other.high) return rank.high - other.high;
    if (rank.low !== other.low) return rank.low - other.low;
    return this.#ranking.compareTied?.(image, other.image.get()) ?? 0;
  }
}

interface RankedValue extends Rank {
  readonly text: KeptValue;
  /** Where ranks may be tied. */
  readonly image: KeptValue;
}

function newRankedValue(): RankedValue {
  return { high: 0, low: 0, text: new KeptValue(), image: new KeptValue() };
}

/** The bytes of the length word, which does not count itself. */
const LENGTH_WORD = 4;
