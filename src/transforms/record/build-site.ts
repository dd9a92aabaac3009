import type { TypeOf } from '../../schema/transform/transform-plan.js';
import type { ProgramResources } from './program-resources.js';
import type { RecordProgram } from './record-program.js';
import type { RunMemory } from './steps/run-memory.js';

/** Where a program is being built. */
export interface BuildSite {
  readonly program: RecordProgram;
  readonly typeOf: TypeOf;
  readonly typeBefore: TypeOf;
  readonly resources: ProgramResources;
  readonly memory: RunMemory;
  /** The outputs that are wanted as JSON text. */
  readonly jsonOutputs: ReadonlySet<string>;
  /** The index of one more field. */
  readonly newSlot: () => number;
}
