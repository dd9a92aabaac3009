import { isUtf8 } from 'node:buffer';
import { FieldForm, NULL_START, PLACE_SIZE, type Batch } from '../../batch/batch.js';
import { readField } from '../../batch/read-field.js';
import { Verdict, type VerdictCode } from '../../schema/codecs/codec.js';
import { isSafeBatch } from '../steps/safe-text.js';
import type { CopyBuffer } from './copy-buffer.js';
import type { EncodedColumn } from './encoded-column.js';

/** Reads single fields of the current batch, whatever their form: the careful twin of the binary rows' hot loop. */
export class FieldCheck {
  #batch!: Batch;
  #suspect = false;
  #scratch = Buffer.allocUnsafeSlow(4096);

  /** Turns to a batch and finds out, for all of it at once, whether its text is safe. */
  start(batch: Batch): void {
    this.#batch = batch;
    this.#suspect = !isSafeBatch(batch);
  }

  /** Somewhere in the batch are bytes that are no UTF-8, or a NUL. */
  get suspect(): boolean {
    return this.#suspect;
  }

  /** The most bytes that the values of a record have, computed ones left out. */
  valueBytes(record: number): number {
    const { places } = this.#batch;
    const bytes = places[PLACE_SIZE * record + 1] - places[PLACE_SIZE * record];
    return this.#suspect ? REPAIR_GROWTH * bytes : bytes;
  }

  /** The value of a column with its form undone, valid until the next call; null for NULL. */
  value(record: number, column: EncodedColumn): Buffer | null {
    if (typeof column.field !== 'number') return column.field.bytes.subarray(0, column.field.fill(this.#batch, record));
    const { bytes, spans, forms, width } = this.#batch;
    const field = record * width + column.field;
    const start = spans[2 * field];
    const end = spans[2 * field + 1];
    if (start === NULL_START) return null;
    if (forms[field] === FieldForm.plain) return bytes.subarray(start, end);
    if (this.#scratch.length < end - start) this.#scratch = Buffer.allocUnsafeSlow(2 * (end - start));
    return this.#scratch.subarray(0, readField(this.#batch, field, this.#scratch));
  }

  /**
   * What the column says of a value. When that is `accepted`, a column with a codec has appended its image; one
   * without is `undecided` at best.
   */
  verdict(value: Buffer | null, column: EncodedColumn, output: CopyBuffer): VerdictCode {
    if (value === null) return column.nullable ? Verdict.accepted : Verdict.notNull;
    if (this.#suspect && !isUtf8(value)) return Verdict.badUtf8;
    if ((this.#suspect || this.#isUnescaped(value)) && value.includes(0)) return Verdict.nulByte;
    return column.codec === null ? Verdict.undecided : column.codec(value, 0, value.length, output);
  }

  /** Its form has been undone, and an escape may have been that of a NUL byte, which the block does not show. */
  #isUnescaped(value: Buffer): boolean {
    return value.buffer === this.#scratch.buffer;
  }
}

/** What one byte that is no text becomes at most where it is replaced: U+FFFD. */
const REPAIR_GROWTH = 3;
