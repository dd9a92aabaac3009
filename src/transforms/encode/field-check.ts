import { isUtf8 } from 'node:buffer';
import { FieldForm, NULL_START, PLACE_SIZE, undoubleQuotes, type Batch } from '../../batch/batch.js';
import { Verdict, type VerdictCode } from '../../schema/codecs/codec.js';
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
    this.#suspect = !isSafeText(batch);
  }

  /** Somewhere in the batch are bytes that are no UTF-8, or a NUL. */
  get suspect(): boolean {
    return this.#suspect;
  }

  /** The value of a field with its form undone, valid until the next call; null for NULL. */
  value(record: number, column: EncodedColumn): Buffer | null {
    const { bytes, spans, forms, width } = this.#batch;
    const field = record * width + column.field;
    const start = spans[2 * field];
    const end = spans[2 * field + 1];
    if (start === NULL_START) return null;
    if (forms[field] === FieldForm.plain) return bytes.subarray(start, end);
    if (this.#scratch.length < end - start) this.#scratch = Buffer.allocUnsafeSlow(2 * (end - start));
    return this.#scratch.subarray(0, undoubleQuotes(this.#batch, start, end, this.#scratch));
  }

  /**
   * What the column says of a value. When that is `accepted`, a column with a codec has appended its image; one
   * without is `undecided` at best.
   */
  verdict(value: Buffer | null, column: EncodedColumn, output: CopyBuffer): VerdictCode {
    if (value === null) return column.nullable ? Verdict.accepted : Verdict.notNull;
    if (this.#suspect && !isUtf8(value)) return Verdict.badUtf8;
    if (this.#suspect && value.includes(0)) return Verdict.nulByte;
    return column.codec === null ? Verdict.undecided : column.codec(value, 0, value.length, output);
  }
}

/** Checked per block, because both checks run at memory speed; a field at a time only when a block fails. */
function isSafeText({ bytes, places, recordCount }: Batch): boolean {
  if (recordCount === 0) return true;
  const text = bytes.subarray(places[0], places[PLACE_SIZE * (recordCount - 1) + 1]);
  return isUtf8(text) && !text.includes(0);
}
