import { PLACE_SIZE, type Batch } from '../../batch/batch.js';
import type { Fault } from '../../batch/faults.js';
import type { RecordStart } from '../../batch/place.js';

/** Where a record stands in the block: its first byte and the byte after its last. */
export interface RecordSpan {
  readonly start: number;
  readonly end: number;
}

/** Notes in a batch the records that a JSON parser has found, and keeps count of them and of lines. */
export class RecordNotes {
  /** The physical line that reading has come to. */
  line: number;
  #batch!: Batch;
  #records: number;

  constructor(start: RecordStart) {
    this.line = start.line;
    this.#records = start.ordinal - 1;
  }

  /** The ordinal of the last record seen, good or rejected. */
  get records(): number {
    return this.#records;
  }

  /** Turns to an empty batch. */
  start(batch: Batch): void {
    this.#batch = batch;
    batch.firstOrdinal = this.#records + 1;
    batch.firstLine = this.line;
  }

  /** Keeps the record whose fields are in the batch's next free slot. It begins on the current line. */
  keep(start: number, end: number): void {
    const batch = this.#batch;
    const { places } = batch;
    const at = PLACE_SIZE * batch.recordCount++;
    places[at] = start;
    places[at + 1] = end;
    places[at + 2] = ++this.#records - batch.firstOrdinal;
    places[at + 3] = this.line - batch.firstLine;
  }

  /** Rejects a record, which begins on the current line. */
  reject({ start, end }: RecordSpan, faults: readonly Fault[]): void {
    const { source, byteOffset, bytes, rejected } = this.#batch;
    rejected.push({
      place: { source, ordinal: ++this.#records, line: this.line, byteOffset: byteOffset + start },
      raw: bytes.subarray(start, end),
      faults,
    });
  }
}
