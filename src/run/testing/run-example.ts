import { Readable, Writable } from 'node:stream';
import type { ConvertPlan } from '../../config/convert-plan.js';
import type { PipelineTest } from '../../config/pipeline/pipeline-test.js';
import type { RejectedRecord } from '../../batch/faults.js';
import { RejectDigest } from '../../report/digest.js';
import type { RunSummary } from '../../report/summary.js';
import type { ColumnType } from '../../schema/codecs/codec.js';
import { assertRunAccounted } from '../accounting.js';
import { convertedColumns } from '../converted-columns.js';
import type { Io } from '../io.js';
import type { RunContext } from '../run-context.js';
import { openRunInputs } from '../run-inputs.js';
import { RunRejects } from '../run-rejects.js';
import { makeRun, type Run } from '../run.js';
import { transferConverted } from '../transfer-converted.js';
import { RowCollector, type TextRow } from './row-collector.js';

/** What came of an example. */
export interface ExampleOutcome {
  /** The names of the columns. */
  readonly columns: readonly string[];
  /** The declared types, by the names of columns. */
  readonly types: ReadonlyMap<string, ColumnType>;
  readonly rows: readonly TextRow[];
  readonly faults: readonly FoundFault[];
  /** What has ended the run; null: nothing has. */
  readonly error: RunSummary['error'];
}

/** One fault of one record. */
export interface FoundFault {
  readonly line: number;
  readonly record: number;
  readonly column: string | null;
  readonly code: string;
  readonly message: string;
}

/**
 * Has an example's input go the way of a conversion, and keeps what comes out. This never rejects.
 *
 * @param plan - That of the pipeline.
 */
export async function runExample(plan: ConvertPlan, test: PipelineTest, io: Io): Promise<ExampleOutcome> {
  const found: Found = { columns: [], types: new Map(), collector: new RowCollector(0), faults: [] };
  const context = quietContext({ ...io, stdin: Readable.from([Buffer.from(test.input)]), stdout: nowhere() });
  const { error } = await makeRun({ command: 'convert', plan: examplePlan(plan, test), context }, (run) =>
    convertExample(run, found),
  );
  const { columns, types, collector, faults } = found;
  return { columns, types, rows: collector.rows, faults, error };
}

interface Found {
  columns: readonly string[];
  types: ReadonlyMap<string, ColumnType>;
  collector: RowCollector;
  readonly faults: FoundFault[];
}

/** What the file says of where its inputs are and in which encoding is not about the text of an example. */
function examplePlan(plan: ConvertPlan, { isRecords }: PipelineTest): ConvertPlan {
  const reading = { ...plan.reading, inputs: ['-'], include: [], encoding: null, jobs: null };
  return { ...plan, reading: isRecords ? { ...reading, format: 'ndjson', formatFlags: [] } : reading };
}

async function convertExample(run: Run<ConvertPlan>, found: Found): Promise<void> {
  const opened = await openRunInputs(run.plan, run);
  const conversion = await convertedColumns(run, opened);
  found.columns = conversion.columns.map(({ name }) => name);
  found.types = conversion.declared;
  found.collector = new RowCollector(found.columns.length);
  const rejects = new RunRejects({
    budget: { kind: 'percent', limit: 100 },
    listeners: [{ add: (rejected) => found.faults.push(...faultsOf(rejected)) }],
    drained: () => Promise.resolve(),
  });
  await transferConverted(run, conversion, { writer: found.collector, rejects, output: NO_OUTPUT });
  run.account.countsSent = true;
  run.account.acknowledged = run.account.sent;
  assertRunAccounted(run.account);
}

function faultsOf({ place, faults }: RejectedRecord): FoundFault[] {
  return faults.map(({ kind: { column, code, message } }) => ({
    line: place.line,
    record: place.ordinal,
    column,
    code,
    message,
  }));
}

/** Rows are kept by their writer, so there are no bytes to write. */
const NO_OUTPUT = {
  isClosedByReader: false,
  write: () => Promise.resolve(),
  keep: () => Promise.resolve(),
  discard: () => Promise.resolve(),
};

function quietContext(io: Io): RunContext {
  const nothing = (): void => undefined;
  return {
    io,
    notice: nothing,
    startProgress: () => ({ update: nothing, log: nothing, stop: nothing }),
    digest: new RejectDigest(),
  };
}

function nowhere(): Writable {
  return new Writable({ write: (_chunk, _encoding, done) => done() });
}
