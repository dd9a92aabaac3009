import { isUtf8 } from 'node:buffer';
import { FieldForm, NULL_START, PLACE_SIZE, type Batch } from '../../batch/batch.js';
import { FieldValues } from '../../batch/field-values.js';
import { Verdict, type VerdictCode } from '../../schema/codecs/codec.js';
import { isSafeBatch } from '../steps/safe-text.js';
import type { CopyBuffer } from './copy-buffer.js';
import type { EncodedColumn } from './encoded-column.js';

/** Reads single fields of the current batch, whatever their form: the careful twin of the binary rows' hot loop. */
export class FieldCheck {
  #batch!: Batch;
  #suspect = false;
  readonly #fields: readonly number[];
  readonly #values = new FieldValues();

  constructor(columns: readonly EncodedColumn[]) {
    this.#fields = columns.flatMap(({ field }) => (typeof field === 'number' ? [field] : []));
  }

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
    const { places, hasMadeValues } = this.#batch;
    const bytes = places[PLACE_SIZE * record + 1] - places[PLACE_SIZE * record];
    return hasMadeValues ? bytes + this.#madeBytes(record) : bytes;
  }

  /** Of its fields one by one: any may have been made, or stand in several columns. */
  #madeBytes(record: number): number {
    const { spans, width } = this.#batch;
    let bytes = 0;
    for (const field of this.#fields) {
      const at = 2 * (record * width + field);
      if (spans[at] !== NULL_START) bytes += spans[at + 1] - spans[at];
    }
    return bytes;
  }

  /** The value of a column with its form undone, valid until the next call; null for NULL. */
  value(record: number, column: EncodedColumn): Buffer | null {
    const { field } = column;
    if (typeof field === 'number') return this.#values.of(this.#batch, record * this.#batch.width + field);
    const length = field.fill(this.#batch, record);
    return field.bytes.subarray(0, length);
  }

  /** As `verdict`, of a record's own value, for which nothing is made where it stands plain in the block. */
  verdictOf(record: number, column: EncodedColumn, output: CopyBuffer): VerdictCode {
    const { field, codec } = column;
    if (typeof field === 'number' && codec !== null && !this.#suspect) {
      const { bytes, spans, forms, width } = this.#batch;
      const at = record * width + field;
      const start = spans[2 * at];
      if (start !== NULL_START && forms[at] === FieldForm.plain) return codec(bytes, start, spans[2 * at + 1], output);
    }
    return this.verdict(this.value(record, column), column, output);
  }

  /**
   * What the column says of a value. When that is `accepted`, a column with a codec has appended its image; one
   * without is `undecided` at best.
   */
  verdict(value: Buffer | null, column: EncodedColumn, output: CopyBuffer): VerdictCode {
    if (value === null) return column.nullable ? Verdict.accepted : Verdict.notNull;
    if (this.#suspect && !isUtf8(value)) return Verdict.badUtf8;
    // An escape may have been that of a NUL byte, which the block does not show.
    if ((this.#suspect || this.#values.hasUndone(value)) && value.includes(0)) return Verdict.nulByte;
    return column.codec === null ? Verdict.undecided : column.codec(value, 0, value.length, output);
  }
}
