import type { InspectPlan } from '../config/inspect-plan.js';
import type { InspectReport } from '../report/inspect/inspect-report.js';
import { Profile } from '../schema/profile/profile.js';
import { NO_TRANSFORM } from '../schema/transform/transform-plan.js';
import { newResources } from '../transforms/record/program-resources.js';
import { inspectReport } from './inspect-report-of.js';
import { Interrupt } from './interrupt.js';
import { agreedColumns } from './reading/agreed-columns.js';
import { batchesOf } from './reading/batches.js';
import { allColumns } from './reading/layouts.js';
import type { RecordReading, RecordSource } from './reading/record-source.js';
import { repeatable } from './reading/repeatable.js';
import { withAllKeys } from './reading/with-all-keys.js';
import { Releasers } from './releasers.js';
import type { RunContext } from './run-context.js';
import { openRunInputs } from './run-inputs.js';

/**
 * Looks at inputs: how each is written, what its columns hold, and how to load it.
 *
 * @returns A report for each input.
 * @throws What opening and reading the inputs throws.
 */
export async function runInspect(plan: InspectPlan, context: RunContext): Promise<InspectReport[]> {
  const releasers = new Releasers();
  const interrupt = new Interrupt(context.io.signal);
  try {
    const run = { context, releasers, interrupt, resources: newResources(context.io.signal, plan.reading.spelling) };
    const opened = await openRunInputs({ reading: plan.reading, transform: NO_TRANSFORM }, run);
    for (const { warnings } of opened) for (const line of warnings) context.notice(line);
    const reports: InspectReport[] = [];
    for (const input of opened) reports.push(await inspected(input, plan, { context, releasers }));
    return reports;
  } catch (error) {
    throw interrupt.causeOf(error);
  } finally {
    await releasers.releaseAll();
    interrupt.release();
  }
}

interface Inspection {
  readonly context: RunContext;
  readonly releasers: Releasers;
}

async function inspected(opened: RecordSource, plan: InspectPlan, run: Inspection): Promise<InspectReport> {
  const { signal } = run.context.io;
  const again = opened.findKeys === null ? [opened] : await repeatable([opened], run);
  const complete = await withAllKeys(again, signal);
  const { inputs } = complete;
  const [input] = inputs;
  const agreed = agreedColumns(inputs);
  const { names, width } = agreed;
  const profile = new Profile(width, plan.reading.spelling);
  const reading = await input.records(allColumns(agreed, input));
  const extent = await observe(profile, { input, reading, sample: plan.sample }, run);
  return inspectReport({
    input,
    plan,
    names: names ?? Array<string>(width).fill(''),
    typesOf: (name) => complete.typesOf(name),
    facts: profile.facts(),
    ...extent,
  });
}

/** Shows the profile all records, or as many as the plan asks for. */
async function observe(
  profile: Profile,
  { input, reading, sample }: { input: RecordSource; reading: RecordReading; sample: number | null },
  { context }: Inspection,
): Promise<{ records: number; malformed: number; isSample: boolean }> {
  const progress = context.startProgress(input.source.size);
  const limit = sample ?? Infinity;
  let records = 0;
  let malformed = 0;
  try {
    for await (const batch of batchesOf(input.source, reading, context.io.signal)) {
      malformed += batch.rejected.length;
      batch.recordCount = Math.min(batch.recordCount, limit - records);
      records += batch.recordCount;
      profile.observe(batch);
      progress.update({ bytes: input.source.position(), records, rejected: malformed });
      if (records === limit) return { records, malformed, isSample: true };
    }
  } finally {
    progress.stop();
  }
  return { records, malformed, isSample: false };
}
