import { FieldForm, NULL_START, type Batch } from '../../batch/batch.js';
import type { TextReader } from '../../batch/text-reader.js';
import type { CodeRecord } from '../../schema/transform/code-plan.js';
import type { CodeField } from './code-field.js';
import { shortNumber } from './exact-number.js';
import { valueOfText } from './value-of-text.js';

/** Makes of records what code sees: an object with a value for each field. */
export class CodeRecords {
  /** What has been read of the batch: the value of field `f` of record `r` is at `r * fields.length + f`. */
  readonly originals: unknown[] = [];
  readonly fields: readonly CodeField[];
  readonly #reader: TextReader;
  /** All records are copies of it, so they have one shape, which makes them quick to make and to read. */
  readonly #template: CodeRecord;
  #batch!: Batch;

  /** @param added - Keys besides, which are undefined: see {@link withKeys}. */
  constructor(fields: readonly CodeField[], added: readonly string[], reader: TextReader) {
    this.fields = fields;
    this.#reader = reader;
    // As own properties, whatever their names are: `__proto__` too.
    this.#template = Object.fromEntries([
      ...fields.map(({ name }) => [name, null] as const),
      ...added.map((name) => [name, undefined] as const),
    ]);
  }

  /** Turns to a batch. */
  turnTo(batch: Batch): void {
    this.#batch = batch;
  }

  /** The record as an object of its own. */
  of(record: number): CodeRecord {
    const { fields, originals } = this;
    const made = { ...this.#template };
    const first = record * this.#batch.width;
    let at = record * fields.length;
    for (const field of fields) {
      const value = this.#read(field, first + field.slot);
      originals[at++] = value;
      made[field.name] = value;
    }
    return made;
  }

  #read({ kind, isJson }: CodeField, field: number): unknown {
    const { spans, forms, bytes } = this.#batch;
    const start = spans[2 * field];
    if (start === NULL_START) return null;
    if (kind !== 'text' && kind !== 'boolean' && forms[field] === FieldForm.plain) {
      const number = shortNumber(bytes, start, spans[2 * field + 1], kind !== 'integer');
      if (!Number.isNaN(number)) return number;
    }
    const text = this.#reader.of(field) ?? '';
    return kind === 'text' && !isJson ? text : valueOfText(text, kind, isJson);
  }
}

/**
 * Adds keys that a record lacks, as undefined. Measured: `{ ...record, total }` takes 0.2 µs where the record has a key
 * `total`, and 3 µs where it has none.
 */
export function withKeys(record: unknown, names: readonly string[]): void {
  if (typeof record !== 'object' || record === null || !Object.isExtensible(record)) return;
  const target = record as CodeRecord;
  for (const name of names) if (target[name] === undefined) target[name] = undefined;
}
