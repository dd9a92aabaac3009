import { Readable } from 'node:stream';
import type { Batch } from '../batch/batch.js';
import type { RecordStart } from '../batch/place.js';
import type { BadBytes } from '../config/reading-plan.js';
import { ParseStage } from '../parsers/parse-stage.js';
import { CopySink, type BatchWriter } from '../sinks/copy/copy-sink.js';
import { EncodeStage } from '../transforms/encode/encode-stage.js';
import type { EncodedColumn } from '../transforms/encode/encoded-column.js';
import { Encoder } from '../transforms/encode/encoder.js';
import { noteCovered } from '../transforms/steps/note-covered.js';
import { SettledSkip } from '../transforms/steps/skip-settled.js';
import { StepStage } from '../transforms/steps/step-stage.js';
import type { TextRepair } from '../transforms/steps/text-repair.js';
import { textRepair } from './text-repair-of.js';
import { metered } from './metered.js';
import { givenRecords, isEnough } from './reading/enough.js';
import type { Layout, RecordReading, RecordSource } from './reading/record-source.js';
import type { TransferCounts } from './transfers.js';
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
  /** Takes the rows; and their rejects too, where something is told of earlier runs. */
  readonly writer: BatchWriter;
  /** How far earlier runs have come; null: all is to be loaded, and rejects are told at once. */
  readonly progress: SourceProgress | null;
}

/** How far earlier runs have come with a source. */
export interface SourceProgress {
  /** The numbers of the records that are settled: ranges with both ends, ascending. */
  readonly done: readonly (readonly [first: number, last: number])[];
  /** A record that none of the others comes before; null: the first of all. */
  readonly start: RecordStart | null;
}

/** The way of one source's records to the rows of a table: bytes → parse → encode → lanes. */
export class LoadTransfer extends PipelineTransfer {
  readonly #options: LoadTransferOptions;

  constructor(options: LoadTransferOptions) {
    super(options.input);
    this.#options = options;
  }

  protected override async assemble(onProgress: () => void): Promise<TransferPipeline> {
    const { input, layout, columnsFor, rejects, writer, progress } = this.#options;
    const reading = await input.records(layout, progress?.start ?? undefined);
    const { bytes, assembler, pool, fields, program } = reading;
    const isStopped = (): boolean => rejects.enough || isEnough(program);
    const columns = asSpelled(columnsFor(fields), reading);
    const releaseBatch = (batch: Batch): void => pool.release(batch);
    const encoder = new Encoder({ columns, rejects: progress === null ? rejects : null, releaseBatch });
    const { steps, skip, repair } = this.#steps(reading);
    const sink = new CopySink(writer);
    return {
      stages: [
        Readable.from(metered(bytes, onProgress, isStopped), { objectMode: false }),
        new ParseStage({ assembler, isStopped, recycle: (chunk) => input.source.recycle(chunk) }),
        ...(steps.length === 0 ? [] : [new StepStage(steps)]),
        new EncodeStage(encoder, rejects),
        sink,
      ],
      counts: () => countsOf(reading, { skipped: skip?.count ?? 0, sent: sink.rows, repair, unmade: encoder.unmade }),
    };
  }

  /** What is done with batches before they are encoded. */
  #steps(reading: RecordReading) {
    const { badBytes, progress } = this.#options;
    const repair = badBytes === 'reject' ? null : textRepair(badBytes, reading);
    const skip = progress === null ? null : new SettledSkip(progress.done);
    const noting = progress === null ? undefined : noteCovered;
    const steps = [skip?.step, noting, repair?.step, reading.program?.step].filter((step) => step !== undefined);
    return { steps, skip, repair };
  }
}

interface LoadCounts {
  /** Records that an earlier run has settled. */
  readonly skipped: number;
  readonly sent: number;
  readonly repair: TextRepair | null;
  /** Rows that are gone with the rejected records that they were made of. */
  readonly unmade: number;
}

function countsOf(reading: RecordReading, { skipped, sent, repair, unmade }: LoadCounts): TransferCounts {
  const { assembler, program, firstOrdinal } = reading;
  return {
    read: givenRecords(program) ?? assembler.records - (firstOrdinal - 1) - skipped,
    sent,
    repaired: repair?.total ?? 0,
    isLimited: isEnough(program),
    ...program?.tally,
    expanded: (program?.tally.expanded ?? 0) - unmade,
  };
}

/** What a pipeline has spelled anew is not spelled as the file does. */
function asSpelled(columns: readonly EncodedColumn[], { isPlain = [] }: RecordReading): EncodedColumn[] {
  return columns.map((column, index) => (isPlain[index] ? { ...column, spelling: null } : column));
}
