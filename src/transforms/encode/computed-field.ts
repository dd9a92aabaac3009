import type { BatchPlaces } from '../../batch/batch.js';

/** Makes the value of a column that no field fills from what is known of a record's place. Never NULL. */
export interface ComputedField {
  /** Holds the value that `fill` made last, from 0: valid UTF-8 without NUL. As long as the longest value. */
  readonly bytes: Buffer;
  /**
   * Makes the value for record `record` of a batch. Called once a record, from one place at a time; allocates nothing
   * on the way.
   *
   * @returns How many bytes it has.
   */
  fill(places: BatchPlaces, record: number): number;
}
