import { Transform, type TransformCallback } from 'node:stream';
import type { Batch } from '../../batch/batch.js';
import type { RejectSink } from '../../batch/faults.js';
import { reportRejectedBefore } from '../../batch/report-rejected.js';
import type { ConvertedColumn } from './converted-column.js';
import { FieldReader } from './field-reader.js';
import { OutputChunks } from './output-chunks.js';
import type { RecordWriter } from './record-writer.js';

/** What the stage is given. */
export interface ConvertStageOptions {
  /** One for each field of a record. */
  readonly columns: readonly ConvertedColumn[];
  readonly writer: RecordWriter;
  readonly rejects: RejectSink & { readonly enough: boolean };
  /** Takes a batch back when its records are written. */
  readonly releaseBatch: (batch: Batch) => void;
  /** Whether this is not the first source of its output, which has its header already. Default: false */
  readonly continues?: boolean;
}

/** Bytes that may wait for whoever reads: a chunk on the way and one being filled. */
const MAX_WAITING_BYTES = 512 * 1024;

/**
 * The stage that turns batches into the bytes of a file, and reports what the parser has refused in the order of the
 * input. A step before it must have taken out what is no UTF-8 (`rejectBadText`).
 */
export class ConvertStage extends Transform {
  /** Records written so far. */
  written = 0;
  readonly #options: ConvertStageOptions;
  readonly #fields: FieldReader;
  readonly #output: OutputChunks;

  constructor(options: ConvertStageOptions) {
    super({ writableObjectMode: true, writableHighWaterMark: 1, readableHighWaterMark: MAX_WAITING_BYTES });
    this.#options = options;
    this.#fields = new FieldReader(options.columns);
    this.#output = new OutputChunks((chunk) => this.push(chunk));
  }

  override _construct(callback: (error?: Error | null) => void): void {
    const { writer, continues = false } = this.#options;
    if (!continues && writer.header.length > 0) this.push(writer.header);
    callback();
  }

  override _transform(batch: Batch, _encoding: BufferEncoding, callback: TransformCallback): void {
    const { rejects, releaseBatch } = this.#options;
    try {
      if (!rejects.enough) this.#write(batch);
      releaseBatch(batch);
    } catch (error) {
      callback(error as Error);
      return;
    }
    rejects.drained().then(() => callback(), callback);
  }

  #write(batch: Batch): void {
    const { writer, rejects } = this.#options;
    this.#fields.turnTo(batch);
    for (let record = 0; record < batch.recordCount; record++) {
      reportRejectedBefore(batch, record, rejects);
      writer.write(this.#fields, record, this.#output);
    }
    reportRejectedBefore(batch, batch.recordCount, rejects);
    this.written += batch.recordCount;
    this.#output.flush();
  }
}
