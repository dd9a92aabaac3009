import { placeOf, rawRecord } from '../../batch/batch.js';
import type { CopyFormat, EncodedBatch } from '../../batch/encoded-batch.js';
import type { RejectedRecord } from '../../batch/faults.js';
import type { RecordRange } from './record-ranges.js';
import { rowOffsets } from './row-offsets.js';

/** The rows of one statement, kept until Postgres has acknowledged them: any of them can be sent again, or rejected. */
export class KeptRows {
  /** How many there are. */
  count = 0;
  /** Rejected records that are kept with them. */
  rejected = 0;
  /** Batches that are kept for what is to be told of them: they have no row. */
  rowless = 0;
  /** Bytes of the images, and of the rejected records. */
  bytes = 0;
  /** The format of all of them; null as long as there is no row. */
  format: CopyFormat | null = null;
  readonly #batches: KeptBatch[] = [];

  /** Whether nothing is kept at all. */
  get isEmpty(): boolean {
    return this.#batches.length === 0;
  }

  /** Keeps the rows of a batch, which then belongs to it. All must be in one format. */
  add(encoded: EncodedBatch): void {
    const { batch, image, rejected, format } = encoded;
    this.#batches.push({ encoded, firstRow: this.count, offsets: null });
    if (batch.recordCount > 0) this.format = format;
    else this.rowless++;
    this.count += batch.recordCount;
    this.rejected += rejected.length;
    this.bytes += rejected.reduce((sum, { raw }) => sum + raw.length, image.length);
  }

  /** The batches, in the order in which they came. */
  batches(): EncodedBatch[] {
    return this.#batches.map(({ encoded }) => encoded);
  }

  /** The images of the rows from `from` up to and without `to`, counted from 0. */
  *images(from: number, to: number): Generator<Buffer> {
    for (const kept of this.#batches) {
      const { image, batch } = kept.encoded;
      const first = Math.max(from - kept.firstRow, 0);
      const end = Math.min(to - kept.firstRow, batch.recordCount);
      if (first === 0 && end === batch.recordCount) yield image;
      else if (first < end) {
        const offsets = (kept.offsets ??= rowOffsets(kept.encoded));
        yield image.subarray(offsets[first], offsets[end]);
      }
    }
  }

  /** Where a row came from, and its original bytes, which are there until `release`. */
  recordOf(row: number): Pick<RejectedRecord, 'place' | 'raw'> {
    const kept = this.#batches.findLast(({ firstRow }) => firstRow <= row);
    if (kept === undefined || row >= this.count) throw new RangeError(`There is no row ${row}.`);
    const { batch } = kept.encoded;
    const index = row - kept.firstRow;
    return { place: placeOf(batch, index), raw: rawRecord(batch, index) };
  }

  /** The records that the rows from `from` up to and without `to` were; those between them that were rejected included. */
  *ranges(from: number, to: number): Generator<RecordRange> {
    for (const { encoded, firstRow } of this.#batches) {
      const { batch } = encoded;
      const first = Math.max(from - firstRow, 0);
      const last = Math.min(to - firstRow, batch.recordCount) - 1;
      if (first > last) continue;
      yield { source: batch.source, first: placeOf(batch, first).ordinal, last: placeOf(batch, last).ordinal };
    }
  }

  /** Gives all batches back. To be called once, when nothing is sent of them any more. */
  release(): void {
    for (const { encoded } of this.#batches.splice(0)) encoded.release();
  }
}

interface KeptBatch {
  readonly encoded: EncodedBatch;
  /** Rows of the batches before it. */
  readonly firstRow: number;
  /** Where each row begins in the image, and where the last ends: found when they are needed, which is seldom. */
  offsets: Int32Array | null;
}
