import { isNoTransform } from '../schema/transform/transform-plan.js';
import { assertPlainForCode } from './reading/assert-plain-for-code.js';
import { openInputs } from './reading/open-inputs.js';
import type { RecordSource } from './reading/record-source.js';
import type { Run, RunPlan } from './run.js';

/**
 * Opens the inputs of a run and reads their heads: what is wrong with a file itself is known before a database is
 * touched. They are let go of when the run ends, or is interrupted. What is to be done with their records is done by them.
 *
 * @throws SluiceError USAGE, SOURCE_UNREADABLE, SOURCE_EMPTY, HEADER_INVALID and others of that kind
 */
export async function openRunInputs(
  { reading, transform }: Pick<RunPlan, 'reading' | 'transform'>,
  { context, releasers, interrupt, resources }: Pick<Run, 'context' | 'releasers' | 'interrupt' | 'resources'>,
): Promise<RecordSource[]> {
  assertPlainForCode(reading, transform);
  const opening = openInputs(reading, context, (source) => {
    releasers.defer(() => source.close());
    interrupt.onInterrupt(() => void source.close());
  });
  const inputs = await interrupt.race(opening);
  if (isNoTransform(transform)) return inputs;
  // Half of the code is about it, and a plain load must not wait for that.
  const { transformed } = await import('./reading/transformed.js');
  return inputs.map((input) => transformed(input, transform, resources));
}

/** Says what was found out about inputs, and what is likely to be wrong with them. */
export function tellFindings(inputs: readonly RecordSource[], { notice }: Run['context']): void {
  for (const { warnings, findings } of inputs) for (const line of [...warnings, ...findings]) notice(line);
}
