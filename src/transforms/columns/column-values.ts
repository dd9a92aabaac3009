import { isUtf8 } from 'node:buffer';
import { NULL_START, type Batch } from '../../batch/batch.js';
import { FieldValues } from '../../batch/field-values.js';
import { invalidUtf8 } from '../../batch/invalid-utf8.js';
import type { FaultKind } from '../../batch/faults.js';
import type { TextReader } from '../../batch/text-reader.js';

/** Reads the values of a column as texts; bytes that are no text must not be changed into one that nobody wrote. */
export class ColumnValues {
  /** The fault of a value of which `of` gave undefined. */
  readonly kind: FaultKind;
  readonly #reader: TextReader;
  readonly #bytes = new FieldValues();

  /** @param column - Its name, for faults. */
  constructor(column: string, reader: TextReader) {
    this.kind = invalidUtf8(column);
    this.#reader = reader;
  }

  /**
   * The text of a field; null for NULL, undefined for one that is no UTF-8.
   *
   * @param field - `record * width + column`.
   */
  of(batch: Batch, field: number): string | null | undefined {
    if (batch.spans[2 * field] === NULL_START) return null;
    const text = this.#reader.of(field);
    // The character that stands for bad bytes may be there in its own right.
    if (text?.includes('\ufffd') === true && !isUtf8(this.#bytes.of(batch, field) ?? Buffer.alloc(0))) return undefined;
    return text;
  }
}
