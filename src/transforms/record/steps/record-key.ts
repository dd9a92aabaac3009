import { FieldForm, NULL_START, type Batch } from '../../../batch/batch.js';
import { readField } from '../../../batch/read-field.js';
import { unescapeJson } from '../../../batch/unescape-json.js';
import type { ScopeField } from '../scope.js';
import type { KeyBytes } from './key-hash.js';

/**
 * Makes keys of records: the values of some fields, each with its length, so that no two different ones are the same. Values
 * are compared byte by byte as they are now; a string of JSON by what it says.
 */
export class RecordKey implements KeyBytes {
  readonly #fields: readonly ScopeField[];
  bytes = Buffer.allocUnsafeSlow(256);
  length = 0;
  /** Whether one of the values of the key made last is NULL. */
  hasNull = false;

  /** @param fields - At least one. */
  constructor(fields: readonly ScopeField[]) {
    this.#fields = fields;
  }

  /** The key of a record: itself, until the next call. */
  of(batch: Batch, record: number): this {
    this.length = 0;
    this.hasNull = false;
    for (const { slot, isJson } of this.#fields) this.#add(batch, record * batch.width + slot, isJson);
    return this;
  }

  #add(batch: Batch, field: number, isJson: boolean): void {
    const start = batch.spans[2 * field];
    const isNull = start === NULL_START;
    const most = isNull ? 0 : batch.spans[2 * field + 1] - start;
    this.#reserve(LENGTH_BYTES + most);
    const head = this.length;
    this.length += LENGTH_BYTES;
    if (isNull) this.hasNull = true;
    else this.length += this.#write(batch, field, isJson);
    this.#writeLength(isNull ? NULL_LENGTH : this.length - head - LENGTH_BYTES, head);
  }

  #write(batch: Batch, field: number, isJson: boolean): number {
    const { bytes, spans, forms } = batch;
    const start = spans[2 * field];
    const end = spans[2 * field + 1];
    const target = this.bytes;
    if (forms[field] !== FieldForm.plain) return readField(batch, field, target.subarray(this.length));
    if (isJson && bytes[start] === QUOTE) return unescapeJson(bytes, start + 1, end - 1, target.subarray(this.length));
    if (end - start > MAX_SHORT) return bytes.copy(target, this.length, start, end);
    for (let at = start, to = this.length; at < end; at++, to++) target[to] = bytes[at];
    return end - start;
  }

  #writeLength(length: number, at: number): void {
    for (let byte = 0; byte < LENGTH_BYTES; byte++) this.bytes[at + byte] = length >>> (8 * byte);
  }

  #reserve(bytes: number): void {
    if (this.length + bytes <= this.bytes.length) return;
    const larger = Buffer.allocUnsafeSlow(2 * (this.length + bytes));
    this.bytes.copy(larger, 0, 0, this.length);
    this.bytes = larger;
  }
}

const QUOTE = 0x22;
const LENGTH_BYTES = 4;
/** Stands for the length of NULL. */
const NULL_LENGTH = -1;
/** Bytes that are copied sooner by a loop than by a call. */
const MAX_SHORT = 24;
