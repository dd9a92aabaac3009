import type { RecordWriter } from '../../sinks/convert/record-writer.js';
import type { FieldReader } from '../../sinks/convert/field-reader.js';

/** A row as texts, by the places of its columns; null is NULL. */
export type TextRow = readonly (string | null)[];

/** Keeps the rows that are written, which must be few. */
export class RowCollector implements RecordWriter {
  readonly header = Buffer.alloc(0);
  readonly rows: TextRow[] = [];
  readonly #width: number;

  /** @param width - How many columns a row has. */
  constructor(width: number) {
    this.#width = width;
  }

  write(fields: FieldReader, record: number): void {
    const row = Array.from({ length: this.#width }, (_, column) =>
      fields.read(record, column) ? fields.bytes.toString('utf8', fields.start, fields.end) : null,
    );
    this.rows.push(row);
  }
}
