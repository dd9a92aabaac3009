import type { ConvertPlan } from '../config/convert-plan.js';
import type { RunSummary } from '../report/summary.js';
import { CsvWriter } from '../sinks/convert/csv-writer.js';
import type { ConvertedColumn } from '../sinks/convert/converted-column.js';
import { NdjsonWriter } from '../sinks/convert/ndjson-writer.js';
import type { RecordWriter } from '../sinks/convert/record-writer.js';
import { assertRunAccounted } from './accounting.js';
import { openConvertOutput } from './convert-output.js';
import { ConvertTransfer } from './convert-transfer.js';
import { convertedColumns } from './converted-columns.js';
import { passMemory } from './pass-memory.js';
import { openRejecting } from './rejecting.js';
import type { RunContext } from './run-context.js';
import { openRunInputs, tellFindings } from './run-inputs.js';
import { makeRun, type Run } from './run.js';
import { runTransfers } from './transfers.js';

/** Turns the inputs into one clean file of another format. This never rejects. */
export function runConvert(plan: ConvertPlan, context: RunContext): Promise<RunSummary> {
  return makeRun({ command: 'convert', plan, context }, convert);
}

async function convert(run: Run<ConvertPlan>): Promise<void> {
  const { plan, context, account, releasers } = run;
  const opened = await openRunInputs(plan, run);
  tellFindings(opened, run.context);
  const rejecting = await openRejecting(run, opened);
  const { inputs, columns, layoutOf } = await convertedColumns(run, opened);
  const output = await openConvertOutput(plan.output, context.io);
  releasers.defer(() => output.discard());
  account.countsSent = plan.output === null;
  const { rejects } = rejecting;
  const { badBytes } = plan.reading;
  const shared = { columns, writer: writerFor(plan.to, columns), rejects, output, badBytes };
  const memory = passMemory(run);
  const transfers = inputs.map(
    (input, index) =>
      new ConvertTransfer({ ...shared, input, layout: { ...layoutOf(input), memory }, continues: index > 0 }),
  );
  // One after the other: they share one output.
  await runTransfers(run, transfers, { rejects, jobs: 1 });
  account.acknowledged = account.sent;
  account.stoppedEarly ||= output.isClosedByReader;
  await rejecting.settle();
  if (!account.stoppedEarly) assertRunAccounted(account);
  for (const { source } of inputs) await source.assertUnchanged();
  await output.keep();
  account.committed = true;
}

function writerFor(format: ConvertPlan['to'], columns: readonly ConvertedColumn[]): RecordWriter {
  if (format === 'ndjson') return new NdjsonWriter(columns);
  return new CsvWriter(columns, { delimiter: format === 'tsv' ? TAB : COMMA, header: true });
}

const TAB = 0x09;
const COMMA = 0x2c;
