import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { BadBytes } from '../config/reading-plan.js';
import { ParseStage } from '../parsers/parse-stage.js';
import { CopySink, type BatchWriter } from '../sinks/copy/copy-sink.js';
import { EncodeStage } from '../transforms/encode/encode-stage.js';
import type { EncodedColumn } from '../transforms/encode/encoded-column.js';
import { Encoder } from '../transforms/encode/encoder.js';
import { StepStage } from '../transforms/steps/step-stage.js';
import { TextRepair } from '../transforms/steps/text-repair.js';
import { metered } from './metered.js';
import type { Layout, RecordReading, RecordSource } from './reading/record-source.js';
import type { RunRejects } from './run-rejects.js';
import type { Transfer } from './transfers.js';

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
export class LoadTransfer implements Transfer {
  readonly input: RecordSource;
  readonly #options: LoadTransferOptions;
  readonly #sink: CopySink;
  #reading: RecordReading | null = null;
  #repair: TextRepair | null = null;

  constructor(options: LoadTransferOptions) {
    this.input = options.input;
    this.#options = options;
    this.#sink = new CopySink(options.writer);
  }

  get read(): number {
    return this.#reading?.assembler.records ?? 0;
  }

  get sent(): number {
    return this.#sink.rows;
  }

  get repaired(): number {
    return this.#repair?.total ?? 0;
  }

  async run(signal: AbortSignal, onProgress: () => void): Promise<void> {
    const { input, layout, columnsFor, badBytes, rejects } = this.#options;
    const reading = (this.#reading = await input.records(layout));
    const { assembler, pool, fields } = reading;
    const isStopped = (): boolean => rejects.enough;
    const columns = columnsFor(fields);
    const encoder = new Encoder({ columns, rejects, releaseBatch: (batch) => pool.release(batch) });
    this.#repair = badBytes === 'reject' ? null : new TextRepair(badBytes, pool.width, fields);
    await pipeline(
      Readable.from(metered(reading.bytes, onProgress, isStopped), { objectMode: false }),
      new ParseStage({ assembler, isStopped, recycle: (chunk) => input.source.recycle(chunk) }),
      ...(this.#repair === null ? [] : [new StepStage([this.#repair.step])]),
      new EncodeStage(encoder, rejects),
      this.#sink,
      { signal },
    );
  }
}
