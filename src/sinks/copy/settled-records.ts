import { placeOf } from '../../batch/batch.js';
import type { EncodedBatch } from '../../batch/encoded-batch.js';
import type { RejectedRecord } from '../../batch/faults.js';
import type { RecordPlace, SourceRef } from '../../batch/place.js';

/** What became of the records of one source that a statement was about. */
export interface SettledRecords {
  readonly source: SourceRef;
  /** Exactly the numbers of these records, as ranges that include both ends and don't touch. */
  readonly ranges: readonly (readonly [first: number, last: number])[];
  /** How many of them are in the table. */
  readonly loaded: number;
  /** How many of them were rejected. */
  readonly rejected: number;
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
    const tally = tallies.get(source) ?? { source, ranges: [], loaded: 0, rejected: 0, start: null };
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
  start: RecordPlace | null;
}

function add(tally: Tally, encoded: EncodedBatch): void {
  const { batch, rejected } = encoded;
  tally.loaded += batch.recordCount;
  tally.rejected += rejected.length;
  if (batch.recordCount > 0) tally.start ??= placeOf(batch, 0);
  for (const [first, last] of rangesOf(encoded)) {
    const before = tally.ranges.at(-1);
    if (before !== undefined && before[1] + 1 === first) before[1] = last;
    else tally.ranges.push([first, last]);
  }
}

/** Most batches have records that follow each other; where a resumed run has taken some out, they don't. */
function rangesOf(encoded: EncodedBatch): Iterable<readonly [first: number, last: number]> {
  const { batch, rejected } = encoded;
  const count = batch.recordCount + rejected.length;
  if (count === 0) return [];
  const ends = [
    ...(batch.recordCount > 0 ? [placeOf(batch, 0), placeOf(batch, batch.recordCount - 1)] : []),
    ...(rejected.length > 0 ? [rejected[0].place, rejected[rejected.length - 1].place] : []),
  ].map(({ ordinal }) => ordinal);
  const [first, last] = [Math.min(...ends), Math.max(...ends)];
  if (last - first + 1 === count) return [[first, last]];
  return ordinalsOf(encoded).map((ordinal) => [ordinal, ordinal] as const);
}

function ordinalsOf({ batch, rejected }: EncodedBatch): number[] {
  const records = Array.from({ length: batch.recordCount }, (_, record) => placeOf(batch, record).ordinal);
  return [...records, ...rejected.map(({ place }) => place.ordinal)].sort((one, other) => one - other);
}
