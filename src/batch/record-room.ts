import { PLACE_SIZE, type Batch } from './batch.js';

/** Makes sure that a batch's arrays have room for one more record; contents are kept. */
export function ensureRecordRoom(batch: Batch): void {
  const needed = (batch.recordCount + 1) * batch.width;
  if (needed > batch.forms.length) {
    batch.forms = grown(batch.forms, new Uint8Array(2 * needed));
    batch.spans = grown(batch.spans, new Int32Array(4 * needed));
  }
  if ((batch.recordCount + 1) * PLACE_SIZE > batch.places.length) {
    batch.places = grown(batch.places, new Int32Array(2 * batch.places.length));
  }
}

function grown<T extends Int32Array | Uint8Array>(old: T, larger: T): T {
  larger.set(old);
  return larger;
}
