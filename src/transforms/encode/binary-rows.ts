import { FieldForm, NULL_START, type Batch } from '../../batch/batch.js';
import { Verdict, type Codec, type VerdictCode } from '../../schema/codecs/codec.js';
import type { CopyBuffer } from './copy-buffer.js';
import { valuesBound, type EncodedColumn } from './encoded-column.js';
import type { FieldCheck } from './field-check.js';
import { rowBound, type RowWriter } from './row-writer.js';

/** Rows in COPY binary format: https://www.postgresql.org/docs/current/sql-copy.html ("Tuples"). */
export class BinaryRows implements RowWriter {
  readonly format = 'binary';
  readonly #columns: readonly EncodedColumn[];
  readonly #fields: Int32Array;
  readonly #codecs: readonly Codec[];
  readonly #bound: (fieldBytes: number) => number;
  readonly #check: FieldCheck;

  constructor(columns: readonly EncodedColumn[], check: FieldCheck) {
    this.#columns = columns;
    this.#fields = Int32Array.from(columns, ({ field }) => (typeof field === 'number' ? field : COMPUTED));
    this.#codecs = columns.map(({ codec }) => codec ?? undecided);
    this.#bound = valuesBound(columns);
    this.#check = check;
  }

  write(batch: Batch, record: number, output: CopyBuffer): VerdictCode {
    const fields = this.#fields;
    const codecs = this.#codecs;
    const { bytes, spans, forms } = batch;
    const rowStart = output.offset;
    output.reserve(rowBound(codecs.length, this.#bound(this.#check.valueBytes(record))));
    appendFieldCount(output, codecs.length);
    const firstField = record * batch.width;
    const careful = this.#check.suspect;
    for (let index = 0; index < codecs.length; index++) {
      const field = firstField + fields[index];
      const start = fields[index] === COMPUTED ? NULL_START : spans[2 * field];
      const verdict =
        start >= 0 && forms[field] === FieldForm.plain && !careful
          ? codecs[index](bytes, start, spans[2 * field + 1], output)
          : this.#writeWithCare(batch, record, index, output);
      if (verdict !== Verdict.accepted) {
        output.offset = rowStart;
        return verdict;
      }
    }
    return Verdict.accepted;
  }

  #writeWithCare(batch: Batch, record: number, index: number, output: CopyBuffer): VerdictCode {
    const column = this.#columns[index];
    const { field } = column;
    if (typeof field !== 'number') {
      const length = field.fill(batch, record);
      return this.#codecs[index](field.bytes, 0, length, output);
    }
    const value = this.#check.value(record, column);
    const verdict = this.#check.verdict(value, column, output);
    if (value === null && verdict === Verdict.accepted) appendNull(output);
    return verdict;
  }
}

/** Stands in for a field's index in {@link BinaryRows}: there is no field. */
const COMPUTED = -1;

/** Stands in for the codec of a type that has none. */
const undecided: Codec = () => Verdict.undecided;

function appendFieldCount(output: CopyBuffer, count: number): void {
  output.bytes[output.offset++] = count >>> 8;
  output.bytes[output.offset++] = count;
}

/** A field length of -1. */
function appendNull(output: CopyBuffer): void {
  output.bytes.fill(0xff, output.offset, output.offset + 4);
  output.offset += 4;
}
