import { FieldForm, PLACE_SIZE, type Batch } from '../../batch/batch.js';
import { Verdict, type VerdictCode } from '../../schema/codecs/codec.js';
import type { CopyBuffer } from './copy-buffer.js';
import type { EncodedColumn } from './encoded-column.js';
import type { FieldCheck } from './field-check.js';
import { rowBound, type RowWriter } from './row-writer.js';

/** Rows in COPY binary format: https://www.postgresql.org/docs/current/sql-copy.html ("Tuples"). */
export class BinaryRows implements RowWriter {
  readonly format = 'binary';
  readonly #columns: readonly EncodedColumn[];
  readonly #check: FieldCheck;

  constructor(columns: readonly EncodedColumn[], check: FieldCheck) {
    this.#columns = columns;
    this.#check = check;
  }

  write(batch: Batch, record: number, output: CopyBuffer): VerdictCode {
    const columns = this.#columns;
    const { bytes, spans, forms, places } = batch;
    const rowStart = output.offset;
    output.reserve(rowBound(columns.length, places[PLACE_SIZE * record + 1] - places[PLACE_SIZE * record]));
    appendFieldCount(output, columns.length);
    const firstField = record * batch.width;
    const careful = this.#check.suspect;
    for (const column of columns) {
      const field = firstField + column.field;
      const start = spans[2 * field];
      const plain = start >= 0 && forms[field] === FieldForm.plain && !careful;
      const verdict =
        plain && column.codec !== null
          ? column.codec(bytes, start, spans[2 * field + 1], output)
          : this.#writeWithCare(record, column, output);
      if (verdict !== Verdict.accepted) {
        output.offset = rowStart;
        return verdict;
      }
    }
    return Verdict.accepted;
  }

  #writeWithCare(record: number, column: EncodedColumn, output: CopyBuffer): VerdictCode {
    const value = this.#check.value(record, column);
    const verdict = this.#check.verdict(value, column, output);
    if (value === null && verdict === Verdict.accepted) appendNull(output);
    return verdict;
  }
}

function appendFieldCount(output: CopyBuffer, count: number): void {
  output.bytes[output.offset++] = count >>> 8;
  output.bytes[output.offset++] = count;
}

/** A field length of -1. */
function appendNull(output: CopyBuffer): void {
  output.bytes.fill(0xff, output.offset, output.offset + 4);
  output.offset += 4;
}
