import { isUtf8 } from 'node:buffer';
import { PLACE_SIZE, type Batch } from '../../batch/batch.js';

/** Whether the original bytes of a batch's records are UTF-8. Checked for the block, at the speed of memory. */
export function isUtf8Batch(batch: Batch): boolean {
  return batch.recordCount === 0 || isUtf8(textOf(batch));
}

/** Whether they are text that PostgreSQL can store: UTF-8 without NUL. */
export function isSafeBatch(batch: Batch): boolean {
  return isUtf8Batch(batch) && (batch.recordCount === 0 || !textOf(batch).includes(0));
}

function textOf({ bytes, places, recordCount }: Batch): Buffer {
  return bytes.subarray(places[0], places[PLACE_SIZE * (recordCount - 1) + 1]);
}
