import type { Batch } from '../../batch/batch.js';
import { Verdict, type VerdictCode } from '../../schema/codecs/codec.js';
import { Respeller } from '../../schema/spelling/respeller.js';
import type { CopyBuffer } from './copy-buffer.js';
import { valuesBound, type EncodedColumn } from './encoded-column.js';
import type { FieldCheck } from './field-check.js';
import { rowBound, type RowWriter } from './row-writer.js';

const TAB = 0x09;
const LF = 0x0a;
const BACKSLASH = 0x5c;

/** What follows the backslash for each byte that COPY text escapes; 0 for all others. */
const ESCAPES = new Uint8Array(256);
ESCAPES[TAB] = 0x74;
ESCAPES[LF] = 0x6e;
ESCAPES[0x0d] = 0x72;
ESCAPES[BACKSLASH] = BACKSLASH;

/**
 * Rows in COPY text format, for batches with a value that Postgres itself must read. What a codec is sure to be
 * wrong is still a reject here. https://www.postgresql.org/docs/current/sql-copy.html ("Text Format")
 */
export class TextRows implements RowWriter {
  readonly format = 'text';
  readonly #columns: readonly EncodedColumn[];
  readonly #bound: (fieldBytes: number) => number;
  readonly #respellers: ReadonlyMap<EncodedColumn, Respeller>;
  readonly #check: FieldCheck;

  constructor(columns: readonly EncodedColumn[], check: FieldCheck) {
    this.#columns = columns;
    this.#bound = valuesBound(columns);
    this.#respellers = new Map(
      columns.flatMap((column) => (column.spelling ? [[column, new Respeller(column.spelling)]] : [])),
    );
    this.#check = check;
  }

  write(_batch: Batch, record: number, output: CopyBuffer): VerdictCode {
    const rowStart = output.offset;
    output.reserve(rowBound(this.#columns.length, this.#bound(this.#check.valueBytes(record))));
    for (const column of this.#columns) {
      const verdict = this.#writeField(record, column, output);
      if (verdict !== Verdict.accepted) {
        output.offset = rowStart;
        return verdict;
      }
      output.bytes[output.offset++] = TAB;
    }
    output.bytes[output.offset - 1] = LF;
    return Verdict.accepted;
  }

  #writeField(record: number, column: EncodedColumn, output: CopyBuffer): VerdictCode {
    const fieldStart = output.offset;
    const value = this.#check.value(record, column);
    const verdict = this.#check.verdict(value, column, output);
    output.offset = fieldStart;
    if (verdict !== Verdict.accepted && verdict !== Verdict.undecided) return verdict;
    if (value === null) appendNull(output);
    else this.#appendValue(value, column, output);
    return Verdict.accepted;
  }

  /** The verdict was that of the value as PostgreSQL spells it, so that is what it gets. */
  #appendValue(value: Buffer, column: EncodedColumn, output: CopyBuffer): void {
    const respeller = this.#respellers.get(column);
    if (respeller?.read(value, 0, value.length)) {
      appendEscaped(respeller.bytes.subarray(respeller.start, respeller.end), output);
    } else appendEscaped(value, output);
  }
}

function appendNull(output: CopyBuffer): void {
  output.bytes[output.offset++] = BACKSLASH;
  output.bytes[output.offset++] = 0x4e;
}

function appendEscaped(value: Buffer, output: CopyBuffer): void {
  const { bytes } = output;
  let at = output.offset;
  for (const byte of value) {
    const escape = ESCAPES[byte];
    if (escape !== 0) bytes[at++] = BACKSLASH;
    bytes[at++] = escape === 0 ? byte : escape;
  }
  output.offset = at;
}
