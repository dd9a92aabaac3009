import type { FieldReader } from './field-reader.js';
import type { OutputChunks } from './output-chunks.js';

/** Writes records in one format; called from one place at a time. */
export interface RecordWriter {
  /** What stands before the first record, also when there is none. */
  readonly header: Buffer;
  /** Appends a record: the fields of one row, read one after another. */
  write(fields: FieldReader, record: number, output: OutputChunks): void;
}
