import { Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { BadBytes } from '../config/reading-plan.js';
import { ParseStage } from '../parsers/parse-stage.js';
import { ConvertStage } from '../sinks/convert/convert-stage.js';
import type { ConvertedColumn } from '../sinks/convert/converted-column.js';
import type { RecordWriter } from '../sinks/convert/record-writer.js';
import { rejectBadText } from '../transforms/steps/reject-bad-text.js';
import { StepStage } from '../transforms/steps/step-stage.js';
import { TextRepair } from '../transforms/steps/text-repair.js';
import type { Step } from '../transforms/steps/step.js';
import type { ConvertOutput } from './convert-output.js';
import { metered } from './metered.js';
import type { Layout, RecordReading, RecordSource } from './reading/record-source.js';
import type { RunRejects } from './run-rejects.js';
import type { Transfer } from './transfers.js';

/** What a transfer is put together from. */
export interface ConvertTransferOptions {
  readonly input: RecordSource;
  readonly layout: Layout;
  readonly columns: readonly ConvertedColumn[];
  readonly writer: RecordWriter;
  /** Other records have been written before these. */
  readonly continues: boolean;
  readonly rejects: RunRejects;
  readonly output: ConvertOutput;
  /** What becomes of bytes that are no text. */
  readonly badBytes: BadBytes;
}

/** The way of one source's records into a file: bytes → parse → steps → written records. */
export class ConvertTransfer implements Transfer {
  readonly input: RecordSource;
  readonly #options: ConvertTransferOptions;
  #reading: RecordReading | null = null;
  #stage: ConvertStage | null = null;
  #repair: TextRepair | null = null;

  constructor(options: ConvertTransferOptions) {
    this.input = options.input;
    this.#options = options;
  }

  get read(): number {
    return this.#reading?.assembler.records ?? 0;
  }

  get sent(): number {
    return this.#stage?.written ?? 0;
  }

  get repaired(): number {
    return this.#repair?.total ?? 0;
  }

  async run(signal: AbortSignal, onProgress: () => void): Promise<void> {
    const { input, layout, rejects, output } = this.#options;
    const reading = (this.#reading = await input.records(layout));
    const isStopped = (): boolean => rejects.enough || output.isClosedByReader;
    this.#stage = this.#convertStage(reading);
    await pipeline(
      Readable.from(metered(reading.bytes, onProgress, isStopped), { objectMode: false }),
      new ParseStage({
        assembler: reading.assembler,
        isStopped,
        recycle: (chunk) => input.source.recycle(chunk),
      }),
      new StepStage([this.#textStep(reading)]),
      this.#stage,
      new Writable({
        write: (chunk: Buffer, _encoding, done) => void output.write(chunk).then(() => done(), done),
      }),
      { signal },
    );
  }

  #convertStage({ pool, fields }: RecordReading): ConvertStage {
    const { columns, writer, continues, rejects } = this.#options;
    return new ConvertStage({
      columns: columns.map((column, index) => ({ ...column, field: fields[index] })),
      writer,
      continues,
      rejects,
      releaseBatch: (batch) => pool.release(batch),
    });
  }

  /** What is no text must not come out: it is a reject, unless it is to be mended. */
  #textStep({ fields, pool }: RecordReading): Step {
    const { columns, badBytes } = this.#options;
    if (badBytes !== 'reject') {
      this.#repair = new TextRepair(badBytes, pool.width, fields);
      return this.#repair.step;
    }
    const names = Array.from({ length: pool.width }, (_, index) => `column_${index + 1}`);
    for (const [index, field] of fields.entries()) names[field] = columns[index].name;
    return rejectBadText(names);
  }
}
