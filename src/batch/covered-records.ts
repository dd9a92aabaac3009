import { PLACE_SIZE, type Batch } from './batch.js';
import type { RejectedRecord } from './faults.js';

/** Numbers of records: ranges that include both ends, in ascending order. */
export type OrdinalRanges = readonly (readonly [first: number, last: number])[];

/**
 * The numbers of a batch's records, and of those that were rejected of it. Most batches have records that follow each other;
 * where a resumed run has taken some out, they don't.
 */
export function coveredRecords(
  batch: Pick<Batch, 'places' | 'recordCount' | 'firstOrdinal'>,
  rejected: readonly Pick<RejectedRecord, 'place'>[],
): OrdinalRanges {
  const { places, recordCount, firstOrdinal } = batch;
  const ordinalOf = (record: number): number => firstOrdinal + places[PLACE_SIZE * record + 2];
  const count = recordCount + rejected.length;
  if (count === 0) return [];
  const ends = [
    ...(recordCount > 0 ? [ordinalOf(0), ordinalOf(recordCount - 1)] : []),
    ...(rejected.length > 0 ? [rejected[0].place.ordinal, rejected[rejected.length - 1].place.ordinal] : []),
  ];
  const [first, last] = [Math.min(...ends), Math.max(...ends)];
  if (last - first + 1 === count) return [[first, last]];
  const records = Array.from({ length: recordCount }, (_, record) => ordinalOf(record));
  return [...records, ...rejected.map(({ place }) => place.ordinal)]
    .sort((one, other) => one - other)
    .map((ordinal) => [ordinal, ordinal] as const);
}

/** How many numbers ranges have. */
export function countOrdinals(ranges: OrdinalRanges): number {
  return ranges.reduce((sum, [first, last]) => sum + last - first + 1, 0);
}
