import { FieldForm, NULL_START, type Batch } from '../../batch/batch.js';
import { readField } from '../../batch/read-field.js';
import { Respeller } from '../../schema/spelling/respeller.js';
import type { ConvertedColumn } from './converted-column.js';

/** Reads the fields of a batch whatever their form and spelling; a plain one where it stands. */
export class FieldReader {
  /** Holds the value read last, at `start` to `end`; to be used before the next is read. */
  bytes: Buffer;
  start = 0;
  end = 0;
  #batch!: Batch;
  // What every field needs of the batch, out of it: a third of the time.
  #block!: Buffer;
  #spans!: Int32Array;
  #forms!: Uint8Array;
  #width = 0;
  #scratch = Buffer.allocUnsafeSlow(4096);
  readonly #fields: Int32Array;
  readonly #respellers: readonly (Respeller | null)[];

  constructor(columns: readonly ConvertedColumn[]) {
    this.bytes = this.#scratch;
    this.#fields = Int32Array.from(columns, ({ field }, index) => field ?? index);
    this.#respellers = columns.map(({ spelling }) => (spelling ? new Respeller(spelling) : null));
  }

  /** Turns to a batch, whose fields are then read. */
  turnTo(batch: Batch): void {
    this.#batch = batch;
    this.#block = batch.bytes;
    this.#spans = batch.spans;
    this.#forms = batch.forms;
    this.#width = batch.width;
  }

  /**
   * Reads the field of a column. What does not have its column's spelling is read as it is.
   *
   * @returns Whether there is a value: false for NULL.
   */
  read(record: number, column: number): boolean {
    const field = record * this.#width + this.#fields[column];
    const start = this.#spans[2 * field];
    if (start === NULL_START) return false;
    this.start = start;
    this.end = this.#spans[2 * field + 1];
    if (this.bytes !== this.#block) this.bytes = this.#block;
    if (this.#forms[field] !== FieldForm.plain) this.#readForm(field);
    const respeller = this.#respellers[column];
    if (respeller?.read(this.bytes, this.start, this.end)) this.#set(respeller.bytes, respeller.start, respeller.end);
    return true;
  }

  #readForm(field: number): void {
    const length = this.end - this.start;
    if (this.#scratch.length < length) this.#scratch = Buffer.allocUnsafeSlow(2 * length);
    this.#set(this.#scratch, 0, readField(this.#batch, field, this.#scratch));
  }

  #set(bytes: Buffer, start: number, end: number): void {
    this.bytes = bytes;
    this.start = start;
    this.end = end;
  }
}
