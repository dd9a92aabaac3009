import { FieldForm, NULL_START, type Batch } from '../../../batch/batch.js';
import type { ScopeField } from '../scope.js';
import type { Workbench } from '../task.js';
import { skipSpace } from './json-scan.js';

/** Where the JSON text of a field is in the block. */
export interface JsonSpan {
  readonly start: number;
  readonly end: number;
}

/** Reads a field as JSON text, plain in the block: what came in another form, or may not be JSON, is seen to. */
export class JsonField {
  readonly #field: ScopeField;
  readonly #bench: Workbench;

  constructor(field: ScopeField, bench: Workbench) {
    this.#field = field;
    this.#bench = bench;
  }

  /**
   * The text of a record's field.
   *
   * @returns Null when it is NULL, `null` or blank; undefined when it is no JSON.
   */
  of(batch: Batch, record: number): JsonSpan | null | undefined {
    const field = record * batch.width + this.#field.slot;
    if (batch.spans[2 * field] === NULL_START) return null;
    if (!this.#field.isJson && !this.#isSound(field)) return undefined;
    if (batch.forms[field] !== FieldForm.plain) this.#makePlain(field);
    const end = batch.spans[2 * field + 1];
    const start = skipSpace(batch.bytes, batch.spans[2 * field], end);
    const isNull = start === end || batch.bytes[start] === SMALL_N;
    return isNull ? null : { start, end };
  }

  /** What is wrong with it, to be shown. */
  textOf(batch: Batch, record: number): string | null {
    return this.#bench.reader.of(record * batch.width + this.#field.slot);
  }

  /** Text that is no JSON source's own may be anything. */
  #isSound(field: number): boolean {
    const text = this.#bench.reader.of(field) ?? '';
    if (text.trim() === '') return true;
    try {
      JSON.parse(text);
      return true;
    } catch {
      return false;
    }
  }

  #makePlain(field: number): void {
    this.#bench.writer.text(field, this.#bench.reader.of(field) ?? '');
  }
}

const SMALL_N = 0x6e;
