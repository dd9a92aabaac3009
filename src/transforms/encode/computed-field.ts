import type { Batch, BatchPlaces } from '../../batch/batch.js';

/** What values are made from: the places of records, and their original bytes. */
export type PlacedBytes = BatchPlaces & Readonly<Pick<Batch, 'bytes'>>;

/** Makes the value of a column that no field fills from what is known of a record. Never NULL. */
export interface ComputedField {
  /**
   * Holds the value that `fill` made last, from 0: valid UTF-8 without NUL. As long as the longest value, but for what
   * {@link ComputedField.growth} adds; then it may be another buffer after each `fill`.
   */
  readonly bytes: Buffer;
  /** How many bytes more than `bytes` has at first a value may have for each byte of its record. Default: 0 */
  readonly growth?: number;
  /**
   * Makes the value for record `record` of a batch. Called once a record, from one place at a time; allocates nothing
   * on the way.
   *
   * @returns How many bytes it has.
   */
  fill(batch: PlacedBytes, record: number): number;
}
