import { Readable } from 'node:stream';
import type { BadBytes } from '../config/reading-plan.js';
import { ParseStage } from '../parsers/parse-stage.js';
import { CopySink, type BatchWriter } from '../sinks/copy/copy-sink.js';
import { EncodeStage } from '../transforms/encode/encode-stage.js';
import type { EncodedColumn } from '../transforms/encode/encoded-column.js';
import { Encoder } from '../transforms/encode/encoder.js';
import { StepStage } from '../transforms/steps/step-stage.js';
import { TextRepair } from '../transforms/steps/text-repair.js';
import { metered } from './metered.js';
import type { Layout, RecordSource } from './reading/record-source.js';
import type { RunRejects } from './run-rejects.js';
import { PipelineTransfer, type TransferPipeline } from './pipeline-transfer.js';

/** What a transfer is put together from. */
export interface LoadTransferOptions {
  readonly input: RecordSource;
  readonly layout: Layout;
  /** The columns of the COPY command, for the fields in which a reading has the layout's columns. */
  readonly columnsFor: (fields: readonly number[]) => readonly EncodedColumn[];
  /** What becomes of bytes that are no text. */
  readonly badBytes: BadBytes;
  readonly rejects: RunRejects;
  /** Takes the rows. */
  readonly writer: BatchWriter;
}

/** The way of one source's records to the rows of a table: bytes → parse → encode → lanes. */
export class LoadTransfer extends PipelineTransfer {
  readonly #options: LoadTransferOptions;

  constructor(options: LoadTransferOptions) {
    super(options.input);
    this.#options = options;
  }

  protected override async assemble(onProgress: () => void): Promise<TransferPipeline> {
    const { input, layout, columnsFor, badBytes, rejects, writer } = this.#options;
    const { bytes, assembler, pool, fields } = await input.records(layout);
    const isStopped = (): boolean => rejects.enough;
    const columns = columnsFor(fields);
    const encoder = new Encoder({ columns, rejects, releaseBatch: (batch) => pool.release(batch) });
    const repair = badBytes === 'reject' ? null : new TextRepair(badBytes, pool.width, fields);
    const sink = new CopySink(writer);
    return {
      stages: [
        Readable.from(metered(bytes, onProgress, isStopped), { objectMode: false }),
        new ParseStage({ assembler, isStopped, recycle: (chunk) => input.source.recycle(chunk) }),
        ...(repair === null ? [] : [new StepStage([repair.step])]),
        new EncodeStage(encoder, rejects),
        sink,
      ],
      counts: () => ({ read: assembler.records, sent: sink.rows, repaired: repair?.total ?? 0 }),
    };
  }
}
