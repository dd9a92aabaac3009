import { evenProbabilities, type RangeDecoder } from './range-decoder.js';

/** The least length of a match. */
const MIN_MATCH = 2;

const POSITION_STATES = 16;

/** Reads the lengths of matches: 2 to 9, 10 to 17, or 18 to 273, by trees of three or eight bits. */
export class LengthDecoder {
  readonly #choice = evenProbabilities(2);
  readonly #low = evenProbabilities(POSITION_STATES << 3);
  readonly #middle = evenProbabilities(POSITION_STATES << 3);
  readonly #high = evenProbabilities(1 << 8);

  /** The next length; `positionState` is the position's lowest bits. */
  decode(range: RangeDecoder, positionState: number): number {
    if (range.bit(this.#choice, 0) === 0) return MIN_MATCH + range.tree(this.#low, positionState << 3, 3);
    if (range.bit(this.#choice, 1) === 0) return MIN_MATCH + 8 + range.tree(this.#middle, positionState << 3, 3);
    return MIN_MATCH + 16 + range.tree(this.#high, 0, 8);
  }
}
