import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { BatchPool } from '../batch/batch-pool.js';
import type { CopyFormat } from '../batch/encoded-batch.js';
import type { LoadPlan } from '../config/load-plan.js';
import { BlockAssembler } from '../parsers/block-assembler.js';
import { CsvBlockParser } from '../parsers/csv/csv-block-parser.js';
import { ParseStage } from '../parsers/parse-stage.js';
import { qualifiedName, quoteIdentifier } from '../schema/identifiers.js';
import { CopyLane } from '../sinks/copy/copy-lane.js';
import { CopySink } from '../sinks/copy/copy-sink.js';
import { EncodeStage } from '../transforms/encode/encode-stage.js';
import { Encoder } from '../transforms/encode/encoder.js';
import { metered } from './csv-input.js';
import type { Prepared } from './prepare.js';
import type { RunRejects } from './run-rejects.js';

/** The pipeline of one source, ready to run. */
export interface Transfer {
  readonly lane: CopyLane;
  readonly sink: CopySink;
  /** Records read so far, good and rejected. */
  readonly recordsRead: () => number;
  /**
   * Runs to the end of the source. When it resolves, Postgres has acknowledged every row; nothing is committed.
   *
   * @param onProgress - Told after each chunk how many bytes of the source have been read.
   */
  run(signal: AbortSignal, onProgress: (bytes: number) => void): Promise<void>;
}

/** What a transfer is put together from. */
export interface TransferOptions {
  readonly plan: LoadPlan;
  readonly prepared: Prepared;
  readonly rejects: RunRejects;
}

/** Puts the pipeline together: bytes → parse → encode → lane. */
export function createTransfer({ plan, prepared, rejects }: TransferOptions): Transfer {
  const { source, head, records, client, columns } = prepared;
  const pool = new BatchPool({ source: source.ref, width: head.width, quote: plan.csv.quote });
  const parser = new CsvBlockParser({ dialect: plan.csv, width: head.width, firstLine: head.nextLine });
  const assembler = new BlockAssembler(parser, pool, head.byteLength);
  const encoder = new Encoder({ columns, rejects, releaseBatch: (batch) => pool.release(batch) });
  const lane = new CopyLane(client, {
    table: prepared.table.name.name,
    copySql: (format) => copySql(prepared, format),
  });
  const sink = new CopySink(lane);
  const enough = (): boolean => rejects.enough;
  return {
    lane,
    sink,
    recordsRead: () => parser.records,
    run: (signal, onProgress) =>
      pipeline(
        Readable.from(
          metered(records, (bytes) => onProgress(head.byteLength + bytes), enough),
          { objectMode: false },
        ),
        new ParseStage({ assembler, isStopped: enough, recycle: (chunk) => source.recycle(chunk) }),
        new EncodeStage(encoder, rejects),
        sink,
        { signal },
      ),
  };
}

function copySql({ table, matches }: Prepared, format: CopyFormat): string {
  const columns = matches.map(({ column }) => quoteIdentifier(column.name)).join(', ');
  return `COPY ${qualifiedName(table.name)} (${columns}) FROM STDIN (FORMAT ${format})`;
}
