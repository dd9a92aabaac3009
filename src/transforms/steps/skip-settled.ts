import { moveRecord, placeOf, type Batch } from '../../batch/batch.js';
import type { PromptStep } from './step.js';

/** Takes out of batches the records of one source that an earlier run has settled. */
export class SettledSkip {
  /** Records taken out so far, those that the parser rejected included. */
  count = 0;
  readonly #ranges: readonly (readonly [first: number, last: number])[];
  /** The first range that a coming record can still be in. */
  #next = 0;

  /** @param ranges - Numbers of records, both ends included, in ascending order. */
  constructor(ranges: readonly (readonly [first: number, last: number])[]) {
    this.#ranges = ranges;
  }

  /** The step: to be given all batches of the source, in their order. */
  readonly step: PromptStep = (batch) => {
    if (this.#next === this.#ranges.length) return batch;
    const before = batch.recordCount + batch.rejected.length;
    const from = this.#next;
    batch.rejected = batch.rejected.filter(({ place }) => !this.#has(place.ordinal));
    this.#next = from;
    this.#keepOthers(batch);
    this.count += before - batch.recordCount - batch.rejected.length;
    return batch;
  };

  #keepOthers(batch: Batch): void {
    let kept = 0;
    for (let record = 0; record < batch.recordCount; record++) {
      if (this.#has(placeOf(batch, record).ordinal)) continue;
      if (kept++ !== record) moveRecord(batch, record, kept - 1);
    }
    batch.recordCount = kept;
  }

  /** Asked in ascending order. */
  #has(ordinal: number): boolean {
    while (this.#next < this.#ranges.length && this.#ranges[this.#next][1] < ordinal) this.#next++;
    return this.#next < this.#ranges.length && this.#ranges[this.#next][0] <= ordinal;
  }
}
