import { placeOf, type Batch } from './batch.js';
import type { RejectSink } from './faults.js';

/**
 * Reports what has been refused of a batch so far and comes before its record `record`, or all of it for a record past
 * the last: called for one record after another, it has rejects come in the order of the input.
 */
export function reportRejectedBefore(batch: Batch, record: number, rejects: Pick<RejectSink, 'add'>): void {
  if (batch.rejected.length === 0) return;
  const ordinal = record < batch.recordCount ? placeOf(batch, record).ordinal : Infinity;
  const later = batch.rejected.findIndex(({ place }) => place.ordinal > ordinal);
  const count = later === -1 ? batch.rejected.length : later;
  for (const rejected of batch.rejected.splice(0, count)) rejects.add(rejected);
}
