import { NULL_START, FieldForm, type Batch } from '../../batch/batch.js';
import { allocateBlock, type BatchPool } from '../../batch/batch-pool.js';
import type { Fault } from '../../batch/faults.js';
import { readField } from '../../batch/read-field.js';
import { ensureRecordRoom } from '../../batch/record-room.js';
import type { JsonParserOptions } from './json-column.js';
import type { JsonFaultKinds } from './json-faults.js';
import { KeyTree } from './key-tree.js';
import { ObjectScanner, type KeyListener } from './object-scanner.js';
import { TokenScanner } from './token-scanner.js';

/** The values of one record, in the order of the columns; or what is wrong with it. */
export interface ReadRecord {
  /** Valid until the next record is read. */
  readonly values: readonly (Buffer | null)[];
  readonly faults: readonly Fault[];
}

/** What the reader is made of. */
export interface RecordTextReaderParts {
  readonly options: JsonParserOptions;
  readonly kinds: JsonFaultKinds;
  /** Gives the one batch that the reader needs. */
  readonly pool: BatchPool;
  readonly listener: KeyListener | null;
}

/** Reads single records that are JSON text, by the same scanner as blocks are read. */
export class RecordTextReader {
  readonly #options: JsonParserOptions;
  readonly #kinds: JsonFaultKinds;
  readonly #tokens: TokenScanner;
  readonly #scanner: ObjectScanner;
  /** A batch of one record, which holds the text. */
  readonly #batch: Batch;

  constructor({ options, kinds, pool, listener }: RecordTextReaderParts) {
    this.#options = options;
    this.#kinds = kinds;
    this.#tokens = new TokenScanner('', options.maxDepth);
    this.#scanner = new ObjectScanner({
      ...options,
      tokens: this.#tokens,
      keys: new KeyTree(options),
      kinds,
      listener,
    });
    this.#batch = pool.acquire();
    ensureRecordRoom(this.#batch);
  }

  /** Reads a record. */
  read(text: string): ReadRecord {
    const batch = this.#batch;
    const length = Buffer.byteLength(text);
    if (batch.bytes.length <= length) batch.bytes = allocateBlock(2 * length + 1);
    batch.bytes.write(text);
    batch.bytes[length] = 0;
    this.#scanner.start(batch);
    const end = this.#scanner.scan(0);
    if (end < 0) return { values: [], faults: [{ kind: this.#kinds.malformed[this.#tokens.expected], value: null }] };
    const values = this.#options.columns.map((_, column) => this.#value(column));
    const nuls = this.#options.columns
      .filter(({ kind }, column) => kind !== 'json' && values[column]?.includes(0))
      .map(({ name }): Fault => ({ kind: this.#kinds.nulByte(name), value: null }));
    return { values, faults: [...this.#scanner.faults, ...nuls] };
  }

  #value(field: number): Buffer | null {
    const { bytes, spans, forms } = this.#batch;
    const [start, end] = spans.subarray(2 * field, 2 * field + 2);
    if (start === NULL_START) return null;
    if (forms[field] === FieldForm.plain) return bytes.subarray(start, end);
    const value = Buffer.allocUnsafe(end - start);
    return value.subarray(0, readField(this.#batch, field, value));
  }
}
