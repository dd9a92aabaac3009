import { FieldForm, NULL_START, type Batch } from './batch.js';
import { readField } from './read-field.js';

/** Reads single fields of batches, whatever their form: a plain one where it stands, others in memory of its own. */
export class FieldValues {
  #scratch = Buffer.allocUnsafeSlow(0);
  /** The value given last of those whose form was undone. */
  #undone: Buffer | null = null;

  /**
   * The value of a field, or null for NULL: valid until the next call.
   *
   * @param field - `record * width + column`.
   */
  of(batch: Batch, field: number): Buffer | null {
    const start = batch.spans[2 * field];
    const end = batch.spans[2 * field + 1];
    if (start === NULL_START) return null;
    if (batch.forms[field] === FieldForm.plain) return batch.bytes.subarray(start, end);
    if (this.#scratch.length < end - start) this.#scratch = Buffer.allocUnsafeSlow(2 * (end - start));
    this.#undone = this.#scratch.subarray(0, readField(batch, field, this.#scratch));
    return this.#undone;
  }

  /** Whether the form of the value that `of` gave last had to be undone. */
  hasUndone(value: Buffer): boolean {
    return value === this.#undone;
  }
}
