import type { ValueSpelling } from '../../schema/spelling/spelling-for.js';
import type { TypeOf } from '../../schema/transform/transform-plan.js';
import type { RecordProgram } from './record-program.js';

/** Where a program is being built. */
export interface BuildSite {
  readonly program: RecordProgram;
  readonly typeOf: TypeOf;
  /** How the input spells numbers and dates. */
  readonly spelling: ValueSpelling;
  /** The outputs that are wanted as JSON text. */
  readonly jsonOutputs: ReadonlySet<string>;
  /** The index of one more field. */
  readonly newSlot: () => number;
}
