import { isUtf8 } from 'node:buffer';
import { rawRecord } from '../../batch/batch.js';
import type { ReadingPlan } from '../../config/reading-plan.js';
import { NO_TRANSFORM } from '../../schema/transform/transform-plan.js';
import { Interrupt } from '../interrupt.js';
import { agreedColumns } from '../reading/agreed-columns.js';
import { batchesOf } from '../reading/batches.js';
import { allColumns } from '../reading/layouts.js';
import type { RecordSource } from '../reading/record-source.js';
import { newResources } from '../../transforms/record/program-resources.js';
import { Releasers } from '../releasers.js';
import type { RunContext } from '../run-context.js';
import { openRunInputs } from '../run-inputs.js';

/**
 * The text of an input that has only the first record of another, in the same form.
 *
 * @param reading - Reads that other, which can be read again.
 * @returns Null when there is none, or it is no text that goes into a file for people.
 */
export async function firstRecord(reading: ReadingPlan, context: RunContext): Promise<string | null> {
  const releasers = new Releasers();
  const interrupt = new Interrupt(context.io.signal);
  try {
    const run = { context, releasers, interrupt, resources: newResources(context.io.signal, reading.spelling) };
    const [input] = await openRunInputs({ reading, transform: NO_TRANSFORM }, run);
    const raw = await rawFirst(input, context.io.signal);
    return raw === null ? null : textOf(raw, input, reading);
  } finally {
    await releasers.releaseAll();
    interrupt.release();
  }
}

async function rawFirst(input: RecordSource, signal: AbortSignal): Promise<Buffer | null> {
  const records = await input.records(allColumns(agreedColumns([input]), input));
  for await (const batch of batchesOf(input.source, records, signal)) {
    if (batch.recordCount > 0) return Buffer.from(rawRecord(batch, 0));
  }
  return null;
}

/** A document of JSON has its records in a list; where that is further inside, an example would have to make all around it. */
function textOf(raw: Buffer, { format, header }: RecordSource, { json }: ReadingPlan): string | null {
  const before = header === null ? '' : `${header.toString()}\n`;
  const record = raw.toString();
  if (!isUtf8(raw) || before.length + record.length > MOST_CHARACTERS) return null;
  if (format !== 'json') return `${before}${record}\n`.replaceAll('\r\n', '\n');
  return json.select === null ? `[${record}]\n` : null;
}

/** More is nothing that a person would want to look at. */
const MOST_CHARACTERS = 10_000;
