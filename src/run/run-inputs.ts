import { openInputs } from './reading/open-inputs.js';
import type { RecordSource } from './reading/record-source.js';
import type { Run } from './run.js';

/**
 * Opens the inputs of a run and reads their heads: what is wrong with a file itself is known before a database is
 * touched. What was found out about them is said.
 *
 * @throws SluiceError SOURCE_UNREADABLE, SOURCE_EMPTY, HEADER_INVALID and others of that kind
 */
export async function openRunInputs({ plan, context, releasers, interrupt }: Run): Promise<RecordSource[]> {
  const opening = openInputs(plan.reading, context, (source) => {
    releasers.defer(() => source.close());
    interrupt.onInterrupt(() => void source.close());
  });
  const inputs = await interrupt.race(opening);
  for (const { warnings, findings } of inputs) for (const line of [...warnings, ...findings]) context.notice(line);
  return inputs;
}
