import { displaySource } from '../../batch/display-source.js';
import { FieldValues } from '../../batch/field-values.js';
import type { Batch } from '../../batch/batch.js';
import type { RejectedRecord } from '../../batch/faults.js';
import { lookupReading } from '../../config/transform/lookup-reading.js';
import { printable } from '../../errors/printable.js';
import { SluiceError } from '../../errors/sluice-error.js';
import type { LookupPlan } from '../../schema/transform/column-plan.js';
import { openSources, type OpenedSource } from '../../sources/open-sources.js';
import type { LookupTable } from '../../transforms/columns/lookup-table.js';
import { isUtf8Batch } from '../../transforms/steps/safe-text.js';
import { batchesOf } from '../reading/batches.js';
import type { RecordReading, RecordSource } from '../reading/record-source.js';
import { understand } from '../reading/understand.js';
import type { Run } from '../run.js';
import { lookupColumns } from './lookup-columns.js';
import { TableBuilder } from './table-builder.js';

/**
 * Reads the CSV file of a lookup.
 *
 * @param path - From the working folder, or a URL.
 * @throws SluiceError LOOKUP_FAILED, and what opening and reading the file throws.
 */
export async function readLookupFile(path: string, plan: LookupPlan, run: Run): Promise<LookupTable> {
  const opened = await openFile(path, run);
  try {
    const records = await understand(opened, lookupReading(path));
    return await readTable(records, plan, run);
  } finally {
    await opened.source.close();
  }
}

async function openFile(path: string, { context, interrupt }: Run): Promise<OpenedSource> {
  const { cwd, stdin, signal } = context.io;
  const opening = openSources(path, { cwd, stdin, signal, notice: context.notice, encoding: null });
  const [first, ...others] = await interrupt.race(opening);
  interrupt.onInterrupt(() => void first.source.close());
  if (others.length === 0) return first;
  for (const { source } of [first, ...others]) await source.close();
  const message = `${displaySource(path)} has ${others.length + 1} files.`;
  throw new SluiceError('LOOKUP_FAILED', message, { hint: 'Name the one that is meant: archive.zip/file.csv.' });
}

async function readTable(records: RecordSource, plan: LookupPlan, { context, releasers }: Run): Promise<LookupTable> {
  const { source, names, width } = records;
  const file = displaySource(source.ref.name);
  const { key, value, label } = lookupColumns(file, names ?? Array<string>(width).fill(''), plan);
  const columns = [key, value].map((index) => ({ name: names?.[index] ?? '', index, kind: 'text' as const }));
  const reading = await records.records({ columns, columnOf: () => 'ignored' });
  const builder = new TableBuilder(`${label} of ${file}`, plan.cacheSize, releasers);
  for await (const batch of batchesOf(source, reading, context.io.signal)) {
    assertSound(batch, file);
    addEntries(batch, reading, builder);
  }
  await source.assertUnchanged();
  return builder.table();
}

function addEntries(batch: Batch, { fields: [key, value] }: RecordReading, builder: TableBuilder): void {
  const values = new FieldValues();
  const textOf = (field: number): string | null => values.of(batch, field)?.toString() ?? null;
  for (let record = 0; record < batch.recordCount; record++) {
    const first = record * batch.width;
    builder.add(textOf(first + key), textOf(first + value));
  }
}

/** A record that is left out would be a value that is not found. */
function assertSound(batch: Batch, file: string): void {
  const [rejected] = batch.rejected;
  if (rejected !== undefined) throw faulty(rejected, file);
  if (isUtf8Batch(batch)) return;
  throw new SluiceError('LOOKUP_FAILED', `${file} is not UTF-8 after line ${batch.firstLine}.`, {
    hint: 'Save it as UTF-8.',
  });
}

function faulty({ place, faults }: RejectedRecord, file: string): SluiceError {
  const [{ kind }] = faults;
  const message = `${file}:${place.line}: ${printable(kind.message, 200)}.`;
  return new SluiceError('LOOKUP_FAILED', message, { hint: 'Mend the record: a lookup needs the whole file.' });
}
