import { allocateBlock, type BatchPool } from './batch-pool.js';
import { FieldForm, NULL_START, PLACE_SIZE, type Batch } from './batch.js';
import type { Fault } from './faults.js';
import { ensureRecordRoom } from './record-room.js';

/** One record as its parser found it in the source. */
export interface BuiltRecord {
  /** The record's number in its source, from 1; ascending. */
  readonly ordinal: number;
  /** The physical line on which it starts, from 1. */
  readonly line: number;
  /** Offset of its first byte in the source. */
  readonly byteOffset: number;
  /** Its original bytes without a line end; copied. */
  readonly raw: Buffer;
}

/** How a builder turns strings into bytes. */
export interface BatchBuilderOptions {
  /** `utf8`, or `latin1` for strings that hold one byte of the source a character. Default: `utf8` */
  readonly encoding?: 'utf8' | 'latin1';
}

/**
 * The way back into batches for whatever makes strings or objects of records. For each record: `startRecord`, a
 * `value` for each field from the first, `endRecord`; or one `reject`. Then `take` hands out what is complete.
 *
 * The first half of such a batch's block has the original bytes at their distances in the source, so that places mean
 * what they always do; the other half has the values. All forms are plain.
 */
export class BatchBuilder {
  readonly #pool: BatchPool;
  readonly #encoding: 'utf8' | 'latin1';
  readonly #full: Batch[] = [];
  #batch: Batch | null = null;
  /** The batch of the record at hand. */
  #target!: Batch;
  /** Up to where the block has original records and the gaps between them. */
  #rawEnd = 0;
  /** Where the block's values begin. */
  #valuesStart = 0;
  #valuesEnd = 0;
  #rejectedBytes = 0;
  #field = 0;
  #lastField = 0;

  /** @param pool - Of batches as wide as the records. */
  constructor(pool: BatchPool, { encoding = 'utf8' }: BatchBuilderOptions = {}) {
    this.#pool = pool;
    this.#encoding = encoding;
  }

  /** Begins a record; its values follow. */
  startRecord(record: BuiltRecord): void {
    const batch = this.#batchFor(record);
    const start = record.byteOffset - batch.byteOffset;
    const end = start + record.raw.length;
    // What stood between two records is not needed, but it must not be rubbish: the block is checked as a whole.
    while (this.#rawEnd < start) batch.bytes[this.#rawEnd++] = 0x0a;
    record.raw.copy(batch.bytes, start);
    this.#rawEnd = end;
    ensureRecordRoom(batch);
    this.#target = batch;
    const { places } = batch;
    const at = PLACE_SIZE * batch.recordCount;
    places[at] = start;
    places[at + 1] = end;
    places[at + 2] = record.ordinal - batch.firstOrdinal;
    places[at + 3] = record.line - batch.firstLine;
    this.#field = batch.recordCount * batch.width;
    this.#lastField = this.#field + batch.width;
  }

  /** Adds the value of the record's next field; null is NULL. Values past the batch's width are let go of. */
  value(value: string | Buffer | null): void {
    if (this.#field === this.#lastField) return;
    const batch = this.#target;
    const field = this.#field++;
    batch.forms[field] = FieldForm.plain;
    if (value === null) {
      batch.spans[2 * field] = NULL_START;
      return;
    }
    batch.spans[2 * field] = this.#valuesEnd;
    this.#append(batch, value);
    batch.spans[2 * field + 1] = this.#valuesEnd;
  }

  /** Completes the record; fields without a value are NULL. */
  endRecord(): void {
    while (this.#field < this.#lastField) this.value(null);
    const batch = this.#target;
    batch.recordCount++;
    if (this.#rawEnd >= this.#valuesStart || this.#valuesEnd >= this.#fillable(batch)) this.#close();
  }

  /**
   * Rejects a record, instead of the other three calls.
   *
   * @param faults - At least one; their values are copied.
   */
  reject(record: BuiltRecord, faults: readonly Fault[]): void {
    const batch = this.#batchFor(record);
    const { ordinal, line, byteOffset } = record;
    batch.rejected.push({
      place: { source: batch.source, ordinal, line, byteOffset },
      raw: Buffer.from(record.raw),
      faults: faults.map(({ kind, value }) => ({ kind, value: value === null ? null : Buffer.from(value) })),
    });
    this.#rejectedBytes += record.raw.length;
    if (this.#rejectedBytes >= this.#valuesStart) this.#close();
  }

  /** The batches that are full; those that are not go on being filled. */
  take(): Batch[] {
    return this.#full.splice(0);
  }

  /** All batches that are left: there will be no more records, or none for a while. */
  takeAll(): Batch[] {
    this.#close();
    return this.take();
  }

  /** The batch that a record goes to: a new one where it has no room, or stands before its predecessor. */
  #batchFor({ byteOffset, ordinal, line, raw }: BuiltRecord): Batch {
    if (this.#batch !== null) {
      const start = byteOffset - this.#batch.byteOffset;
      if (start >= this.#rawEnd && start + raw.length <= this.#valuesStart) return this.#batch;
      this.#close();
    }
    const batch = this.#pool.acquire();
    batch.byteOffset = byteOffset;
    batch.firstOrdinal = ordinal;
    batch.firstLine = line;
    this.#batch = batch;
    this.#rawEnd = this.#rejectedBytes = 0;
    this.#valuesStart = this.#valuesEnd = Math.max(raw.length, this.#fillable(batch) >> 1);
    batch.hasMadeValues = true;
    this.#reserve(batch, this.#valuesStart);
    return batch;
  }

  #append(batch: Batch, value: string | Buffer): void {
    // UTF-8 takes no more than three bytes for a UTF-16 unit.
    const unitBytes = typeof value === 'string' && this.#encoding === 'utf8' ? 3 : 1;
    this.#reserve(batch, this.#valuesEnd + unitBytes * value.length);
    if (typeof value !== 'string') {
      this.#valuesEnd += value.copy(batch.bytes, this.#valuesEnd);
    } else if (!this.#appendShort(batch.bytes, value)) {
      this.#valuesEnd += batch.bytes.write(value, this.#valuesEnd, this.#encoding);
    }
  }

  /** Short ASCII by a loop: a call of `write` costs as much as some 20 of its steps. */
  #appendShort(bytes: Buffer, text: string): boolean {
    const { length } = text;
    if (length > 24) return false;
    const start = this.#valuesEnd;
    for (let index = 0; index < length; index++) {
      const code = text.charCodeAt(index);
      if (code > 0x7f) return false;
      bytes[start + index] = code;
    }
    this.#valuesEnd = start + length;
    return true;
  }

  /** Makes the block at least so many bytes long. */
  #reserve(batch: Batch, bytes: number): void {
    if (batch.bytes.length >= bytes) return;
    const larger = allocateBlock(Math.max(bytes, 2 * batch.bytes.length));
    batch.bytes.copy(larger, 0, 0, this.#valuesEnd);
    batch.bytes = larger;
  }

  #close(): void {
    if (this.#batch !== null) {
      this.#batch.usedBytes = this.#valuesEnd;
      this.#full.push(this.#batch);
    }
    this.#batch = null;
  }

  #fillable({ bytes }: Batch): number {
    return bytes.length - this.#pool.valueBytes;
  }
}
