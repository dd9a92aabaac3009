import { displaySource } from '../../batch/display-source.js';
import { spool } from '../../sources/spool.js';
import type { Run } from '../run.js';
import type { RecordSource } from './record-source.js';

/** The inputs themselves, or temporary copies of those that can be read only once. */
export async function repeatable(
  inputs: readonly RecordSource[],
  { context, releasers }: Pick<Run, 'context' | 'releasers'>,
): Promise<RecordSource[]> {
  const again: RecordSource[] = [];
  for (const input of inputs) {
    const { source } = input;
    if (source.repeatable) {
      again.push(input);
      continue;
    }
    context.notice(`keeping a temporary copy of ${displaySource(source.ref.name)}, because it must be read twice`);
    const copy = await spool(source, context.io.signal);
    releasers.defer(() => copy.close());
    // Rejects are told by the source that they come from.
    again.push(input.over({ ...copy, ref: source.ref }));
  }
  return again;
}
