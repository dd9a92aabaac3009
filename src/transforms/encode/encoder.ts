import { moveRecord, placeOf, PLACE_SIZE, rawRecord, type Batch } from '../../batch/batch.js';
import { distinctFaults } from '../../batch/distinct-faults.js';
import type { EncodedBatch } from '../../batch/encoded-batch.js';
import type { Fault, FaultKind, RejectedRecord, RejectSink } from '../../batch/faults.js';
import { reportRejectedBefore } from '../../batch/report-rejected.js';
import { rowsEnd } from '../../batch/rows-of-record.js';
import { Verdict } from '../../schema/codecs/codec.js';
import { withSpelling } from '../../schema/spelling/with-spelling.js';
import { BinaryRows } from './binary-rows.js';
import { CopyBuffer } from './copy-buffer.js';
import { valuesBound, type EncodedColumn } from './encoded-column.js';
import { faultKindsOf } from './fault-kinds.js';
import { FieldCheck } from './field-check.js';
import { rowBound, type RowWriter } from './row-writer.js';
import { TextRows } from './text-rows.js';

/** What the encoder must be told. */
export interface EncoderOptions {
  /** The columns in the order of the COPY command's list. */
  readonly columns: readonly EncodedColumn[];
  /** Takes the rejects at once; null: they go with the batch. */
  readonly rejects: Pick<RejectSink, 'add'> | null;
  /** Takes a batch back when its rows are done with. */
  readonly releaseBatch: (batch: Batch) => void;
}

/** Rows of a record of which one has a fault: from that one on, and before it. */
interface FaultyRows {
  readonly record: number;
  /** The row after its last. */
  readonly end: number;
  /** Its rows before `record`, which are in the image. */
  readonly accepted: number;
}

/** No record has it as its ordinal. */
const NONE = -1;

/** The size of a new image buffer: what a usual block needs, so that few ever grow. */
const IMAGE_BYTES = 192 * 1024;

/**
 * Checks every value of a batch and makes its COPY image: binary, or text from the moment that a value turns up
 * which only Postgres can judge. Records with faults leave the batch as rejects, each with all of its faults.
 */
export class Encoder {
  /** Rows that are gone with the rejected records that they were made of, but for one of each. */
  unmade = 0;
  readonly #options: EncoderOptions;
  readonly #check: FieldCheck;
  readonly #binary: BinaryRows;
  readonly #text: TextRows;
  readonly #preferred: RowWriter;
  readonly #bound: (fieldBytes: number) => number;
  #writer: RowWriter;
  /** Of the record at hand: the row that its first one has become, and where that begins in the image. */
  #first = 0;
  #firstOffset = 0;
  readonly #kinds: readonly (readonly (FaultKind | undefined)[])[];
  readonly #idle: CopyBuffer[] = [];
  readonly #rejects: Pick<RejectSink, 'add'>;
  /** Those of the batch at hand, where they go with it. */
  #held: RejectedRecord[] = [];

  constructor(options: EncoderOptions) {
    const columns = options.columns.map(readAsSpelled);
    this.#options = { ...options, columns };
    this.#rejects = options.rejects ?? { add: (rejected) => this.#held.push(rejected) };
    this.#check = new FieldCheck(columns);
    this.#binary = new BinaryRows(columns, this.#check);
    this.#text = new TextRows(columns, this.#check);
    this.#preferred = columns.every((column) => column.codec !== null) ? this.#binary : this.#text;
    this.#kinds = columns.map(faultKindsOf);
    this.#bound = valuesBound(columns);
    this.#writer = this.#preferred;
  }

  /** Encodes a batch, which from then on belongs to what is returned. */
  encode(batch: Batch): EncodedBatch {
    const output = this.#acquireImage();
    this.#check.start(batch);
    this.#writer = this.#preferred;
    const { places } = batch;
    let ordinal = NONE;
    let kept = 0;
    for (let record = 0; record < batch.recordCount; record++) {
      if (batch.rejected.length > 0) reportRejectedBefore(batch, record, this.#rejects);
      if (places[PLACE_SIZE * record + 2] !== ordinal) {
        ordinal = places[PLACE_SIZE * record + 2];
        this.#first = kept;
        this.#firstOffset = output.offset;
      }
      if (this.#write(batch, { record, kept }, output)) {
        if (kept++ !== record) moveRecord(batch, record, kept - 1);
        continue;
      }
      const end = rowsEnd(batch, record);
      this.#reject(batch, { record, end, accepted: kept - this.#first }, output);
      kept = this.#first;
      record = end - 1;
    }
    reportRejectedBefore(batch, batch.recordCount, this.#rejects);
    batch.recordCount = kept;
    return this.#encoded(batch, output);
  }

  /** Appends a row; false: it has a fault, and nothing was appended. */
  #write(
    batch: Batch,
    { record, kept }: { readonly record: number; readonly kept: number },
    output: CopyBuffer,
  ): boolean {
    let verdict = this.#writer.write(batch, record, output);
    if (verdict === Verdict.undecided) {
      this.#writer = this.#text;
      this.#rewrite(batch, kept, output);
      verdict = this.#writer.write(batch, record, output);
    }
    return verdict === Verdict.accepted;
  }

  /** Starts the image again as text, with the records that were accepted so far. */
  #rewrite(batch: Batch, kept: number, output: CopyBuffer): void {
    output.offset = 0;
    for (let record = 0; record < kept; record++) {
      if (record === this.#first) this.#firstOffset = output.offset;
      this.#text.write(batch, record, output);
    }
    if (this.#first === kept) this.#firstOffset = output.offset;
  }

  /**
   * Reads the rows of a record once more to report every fault in them and not only the first. They are rejected together,
   * those too that were accepted: whoever mends the record loads all of it again.
   */
  #reject(batch: Batch, { record, end, accepted }: FaultyRows, output: CopyBuffer): void {
    const faults: Fault[] = [];
    for (let row = record; row < end; row++) faults.push(...this.#faultsOf(batch, row, output));
    this.#rejects.add({ place: placeOf(batch, record), raw: rawRecord(batch, record), faults: distinctFaults(faults) });
    this.unmade += accepted + end - record - 1;
    output.offset = this.#firstOffset;
  }

  #faultsOf(batch: Batch, record: number, output: CopyBuffer): Fault[] {
    const faults: Fault[] = [];
    const rowStart = output.offset;
    const { columns } = this.#options;
    output.reserve(rowBound(columns.length, this.#bound(this.#check.valueBytes(record))));
    for (let index = 0; index < columns.length; index++) {
      const kind = this.#kinds[index][this.#check.verdictOf(record, columns[index], output)];
      output.offset = rowStart;
      if (kind !== undefined) faults.push({ kind, value: this.#valueOf(batch, record, columns[index]) });
    }
    return faults;
  }

  /** A value that was written into scratch space would be overwritten by the next fault's value. */
  #valueOf(batch: Batch, record: number, column: EncodedColumn): Buffer | null {
    const value = this.#check.value(record, column);
    return value === null || value.buffer === batch.bytes.buffer ? value : Buffer.from(value);
  }

  #encoded(batch: Batch, output: CopyBuffer): EncodedBatch {
    const rejected = this.#held;
    this.#held = [];
    return {
      batch,
      rejected,
      format: this.#writer.format,
      image: output.bytes.subarray(0, output.offset),
      release: () => {
        this.#options.releaseBatch(batch);
        this.#idle.push(output);
      },
    };
  }

  #acquireImage(): CopyBuffer {
    const output = this.#idle.pop() ?? new CopyBuffer(IMAGE_BYTES);
    output.offset = 0;
    return output;
  }
}

/** The column with a codec that reads what the file spells. */
function readAsSpelled(column: EncodedColumn): EncodedColumn {
  const { codec, spelling } = column;
  return codec !== null && spelling ? { ...column, codec: withSpelling(codec, spelling) } : column;
}
