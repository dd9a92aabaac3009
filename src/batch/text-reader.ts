import { isAscii } from 'node:buffer';
import { FieldForm, NULL_START, type Batch } from './batch.js';
import { readField } from './read-field.js';

/**
 * Reads fields of batches as strings. The block is decoded once, at the first value that is asked for, and values are
 * slices of that: whoever keeps a value for longer than the batch must copy it, or the whole block stays in memory.
 */
export class TextReader {
  #batch!: Batch;
  /** The block, one character a byte; empty until it is needed. */
  #text = '';
  #textEnd = 0;
  #isAscii = false;
  #scratch = Buffer.allocUnsafeSlow(0);

  /** Turns to a batch, whose fields are then read, those too that are written meanwhile. */
  turnTo(batch: Batch): void {
    this.#batch = batch;
    this.#text = '';
    this.#textEnd = 0;
  }

  /** The batch that is being read. */
  get batch(): Batch {
    return this.#batch;
  }

  /**
   * The value of a field; null for NULL. Bytes that are no UTF-8 become U+FFFD.
   *
   * @param field - `record * width + column`.
   */
  of(field: number): string | null {
    const { spans, forms } = this.#batch;
    const start = spans[2 * field];
    if (start === NULL_START) return null;
    if (forms[field] !== FieldForm.plain && forms[field] !== FieldForm.withNul) return this.#undone(field);
    const end = spans[2 * field + 1];
    if (this.#textEnd === 0) this.#decode();
    if (end > this.#textEnd) return this.#batch.bytes.toString('utf8', start, end);
    const text = this.#text.slice(start, end);
    return this.#isAscii || !NOT_ASCII.test(text) ? text : this.#batch.bytes.toString('utf8', start, end);
  }

  #decode(): void {
    const { bytes, usedBytes } = this.#batch;
    this.#textEnd = usedBytes;
    this.#text = bytes.toString('latin1', 0, usedBytes);
    this.#isAscii = isAscii(bytes.subarray(0, usedBytes));
  }

  #undone(field: number): string {
    const { spans } = this.#batch;
    const length = spans[2 * field + 1] - spans[2 * field];
    if (this.#scratch.length < length) this.#scratch = Buffer.allocUnsafeSlow(2 * length);
    return this.#scratch.toString('utf8', 0, readField(this.#batch, field, this.#scratch));
  }
}

const NOT_ASCII = /[\u0080-\uffff]/;
