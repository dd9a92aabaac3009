import { placeOf } from '../../batch/batch.js';
import { countOrdinals, coveredRecords } from '../../batch/covered-records.js';
import type { EncodedBatch } from '../../batch/encoded-batch.js';
import type { RejectedRecord } from '../../batch/faults.js';
import type { RecordPlace, SourceRef } from '../../batch/place.js';

/** What became of the records of one source that a statement was about. */
export interface SettledRecords {
  readonly source: SourceRef;
  /** Exactly the numbers of these records, as ranges that include both ends and don't touch. */
  readonly ranges: readonly (readonly [first: number, last: number])[];
  /** How many rows of them are in the table. */
  readonly loaded: number;
  /** How many of them were rejected. */
  readonly rejected: number;
  /** How many of them, or of the rows made of them, a rule of the user's has left out. */
  readonly filtered: number;
  /** How many more rows there are since one became several. */
  readonly expanded: number;
  /** Where the first of them that was no reject of the parser or the encoder begins; null: there is none. */
  readonly start: RecordPlace | null;
}

/**
 * Adds up a statement, all rows of which are in or rejected: one entry for each source that it had records of.
 *
 * @param batches - In the order of the records of each source.
 * @param refused - The rows that Postgres refused.
 */
export function settledRecords(
  batches: readonly EncodedBatch[],
  refused: readonly Pick<RejectedRecord, 'place'>[],
): SettledRecords[] {
  const tallies = new Map<SourceRef, Tally>();
  for (const encoded of batches) {
    const { source } = encoded.batch;
    const tally = tallies.get(source) ?? {
      source,
      ranges: [],
      loaded: 0,
      rejected: 0,
      filtered: 0,
      expanded: 0,
      start: null,
    };
    tallies.set(source, tally);
    add(tally, encoded);
  }
  for (const { place } of refused) {
    const tally = tallies.get(place.source);
    if (tally === undefined) throw new Error('A row was refused that was not sent.');
    tally.loaded--;
    tally.rejected++;
  }
  return [...tallies.values()];
}

interface Tally {
  readonly source: SourceRef;
  readonly ranges: [first: number, last: number][];
  loaded: number;
  rejected: number;
  filtered: number;
  expanded: number;
  start: RecordPlace | null;
}

function add(tally: Tally, encoded: EncodedBatch): void {
  const { batch, rejected } = encoded;
  tally.loaded += batch.recordCount;
  tally.rejected += rejected.length;
  if (batch.recordCount > 0) tally.start ??= placeOf(batch, 0);
  const covered = batch.covered ?? coveredRecords(batch, rejected);
  const { filtered = 0 } = batch;
  tally.filtered += filtered;
  tally.expanded += batch.recordCount + rejected.length + filtered - countOrdinals(covered);
  for (const [first, last] of covered) {
    const before = tally.ranges.at(-1);
    if (before !== undefined && before[1] + 1 === first) before[1] = last;
    else tally.ranges.push([first, last]);
  }
}
