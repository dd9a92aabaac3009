import { RunMemory } from '../transforms/record/steps/run-memory.js';
import type { Run } from './run.js';

/** What the steps of a pipeline remember in one pass over all inputs; it is let go of when the run ends. */
export function passMemory({ releasers }: Pick<Run, 'releasers'>): RunMemory {
  const memory = new RunMemory();
  releasers.defer(() => memory.release());
  return memory;
}
