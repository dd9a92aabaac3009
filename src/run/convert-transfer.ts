import { Readable, Writable } from 'node:stream';
import type { BadBytes } from '../config/reading-plan.js';
import { ParseStage } from '../parsers/parse-stage.js';
import { ConvertStage } from '../sinks/convert/convert-stage.js';
import type { ConvertedColumn } from '../sinks/convert/converted-column.js';
import type { RecordWriter } from '../sinks/convert/record-writer.js';
import { rejectBadText } from '../transforms/steps/reject-bad-text.js';
import { StepStage } from '../transforms/steps/step-stage.js';
import type { ConvertOutput } from './convert-output.js';
import { metered } from './metered.js';
import { givenRecords, isEnough } from './reading/enough.js';
import type { Layout, RecordReading, RecordSource } from './reading/record-source.js';
import { textRepair } from './text-repair-of.js';
import type { RunRejects } from './run-rejects.js';
import { PipelineTransfer, type TransferPipeline } from './pipeline-transfer.js';

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
export class ConvertTransfer extends PipelineTransfer {
  readonly #options: ConvertTransferOptions;

  constructor(options: ConvertTransferOptions) {
    super(options.input);
    this.#options = options;
  }

  protected override async assemble(onProgress: () => void): Promise<TransferPipeline> {
    const { input, layout, rejects, output, badBytes } = this.#options;
    const reading = await input.records(layout);
    const { bytes, assembler, program } = reading;
    const isStopped = (): boolean => rejects.enough || output.isClosedByReader || isEnough(program);
    const repair = badBytes === 'reject' ? null : textRepair(badBytes, reading);
    // What is no text must not come out: it is a reject, unless it is to be mended.
    const step = repair?.step ?? rejectBadText(this.#fieldNames(reading));
    const steps = [step, program?.step].filter((one) => one !== undefined);
    const stage = this.#convertStage(reading);
    return {
      stages: [
        Readable.from(metered(bytes, onProgress, isStopped), { objectMode: false }),
        new ParseStage({ assembler, isStopped, recycle: (chunk) => input.source.recycle(chunk) }),
        new StepStage(steps),
        stage,
        sinkOf(output),
      ],
      counts: () => ({
        read: givenRecords(program) ?? assembler.records,
        sent: stage.written,
        repaired: repair?.total ?? 0,
        isLimited: isEnough(program),
        ...program?.tally,
      }),
    };
  }

  #convertStage({ pool, fields, isPlain }: RecordReading): ConvertStage {
    const { columns, writer, continues, rejects } = this.#options;
    return new ConvertStage({
      columns: columns.map((column, index) => ({
        ...column,
        field: fields[index],
        spelling: isPlain?.[index] === true ? null : (column.spelling ?? null),
      })),
      writer,
      continues,
      rejects,
      releaseBatch: (batch) => pool.release(batch),
    });
  }

  #fieldNames({ fields, pool }: RecordReading): string[] {
    const names = Array.from({ length: pool.width }, (_, index) => `column_${index + 1}`);
    for (const [index, field] of fields.entries()) names[field] = this.#options.columns[index].name;
    return names;
  }
}

function sinkOf(output: ConvertOutput): Writable {
  return new Writable({
    write: (chunk: Buffer, _encoding, done) => void output.write(chunk).then(() => done(), done),
  });
}
