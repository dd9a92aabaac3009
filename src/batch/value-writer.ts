import { allocateBlock } from './batch-pool.js';
import { FieldForm, NULL_START, type Batch } from './batch.js';

/**
 * Writes the values that steps make into the fields of a batch: behind what its block holds already, so that the original
 * bytes of records stay as they are.
 */
export class ValueWriter {
  #batch!: Batch;

  /** Turns to a batch, whose fields are then written. */
  turnTo(batch: Batch): void {
    this.#batch = batch;
    batch.hasMadeValues = true;
  }

  /**
   * Gives a field a text as its value. Half a surrogate pair, which is no character, becomes U+FFFD.
   *
   * @param field - `record * width + column`.
   */
  text(field: number, value: string): void {
    const { length } = value;
    // UTF-8 takes no more than three bytes for a UTF-16 unit.
    this.reserve(MAX_UNIT_BYTES * length);
    const batch = this.#batch;
    const start = batch.usedBytes;
    if (!this.#shortAscii(value)) batch.usedBytes += batch.bytes.write(value, start);
    this.#note(field, start, value.includes('\0') ? FieldForm.withNul : FieldForm.plain);
  }

  /** Gives a field bytes as its value: UTF-8, which is copied. */
  bytes(field: number, value: Uint8Array): void {
    this.reserve(value.length);
    const batch = this.#batch;
    const start = batch.usedBytes;
    batch.bytes.set(value, start);
    batch.usedBytes += value.length;
    this.#note(field, start, value.includes(0) ? FieldForm.withNul : FieldForm.plain);
  }

  /** Makes a field NULL. */
  null(field: number): void {
    const { spans, forms } = this.#batch;
    spans[2 * field] = NULL_START;
    forms[field] = FieldForm.plain;
  }

  /** Gives a field, as it is, what another field has. */
  copy(from: number, to: number): void {
    const { spans, forms } = this.#batch;
    spans[2 * to] = spans[2 * from];
    spans[2 * to + 1] = spans[2 * from + 1];
    forms[to] = forms[from];
  }

  /**
   * Gives a field a part of the block as its value, without a copy.
   *
   * @param form - What must still be done to read it; default: nothing.
   */
  span(field: number, start: number, end: number, form: number = FieldForm.plain): void {
    const { spans, forms } = this.#batch;
    spans[2 * field] = start;
    spans[2 * field + 1] = end;
    forms[field] = form;
  }

  /** Makes sure that so many bytes are free behind those in use. The block of the batch may be another one afterwards. */
  reserve(bytes: number): void {
    const batch = this.#batch;
    if (batch.usedBytes + bytes <= batch.bytes.length) return;
    const larger = allocateBlock(Math.max(batch.usedBytes + bytes, 2 * batch.bytes.length));
    batch.bytes.copy(larger, 0, 0, batch.usedBytes);
    batch.bytes = larger;
  }

  #note(field: number, start: number, form: number): void {
    this.span(field, start, this.#batch.usedBytes, form);
  }

  /** Short ASCII by a loop: a call of `write` costs as much as some 20 of its steps. */
  #shortAscii(value: string): boolean {
    const { length } = value;
    if (length > MAX_SHORT) return false;
    const { bytes, usedBytes } = this.#batch;
    for (let index = 0; index < length; index++) {
      const code = value.charCodeAt(index);
      if (code > 0x7f) return false;
      bytes[usedBytes + index] = code;
    }
    this.#batch.usedBytes = usedBytes + length;
    return true;
  }
}

const MAX_UNIT_BYTES = 3;
const MAX_SHORT = 24;
