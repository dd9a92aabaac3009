import type { TextReader } from '../../batch/text-reader.js';
import type { ValueWriter } from '../../batch/value-writer.js';
import type { Batch } from '../../batch/batch.js';
import type { ValueSpelling } from '../../schema/spelling/spelling-for.js';
import type { RecordFaults } from './record-faults.js';

/**
 * One piece of work on the records of a batch. Tasks of a program run one after the other, each on one batch at a time,
 * and share a {@link Workbench}, which has been turned to the batch.
 */
export interface Task {
  run(batch: Batch): void | Promise<void>;
}

/** What the tasks of a program work with. */
export interface Workbench {
  readonly reader: TextReader;
  readonly writer: ValueWriter;
  /** The faults of the batch's records so far: such records are still there, until they are settled. */
  readonly faults: RecordFaults;
  readonly tally: RecordTally;
  /** How the input spells numbers and dates. */
  readonly spelling: ValueSpelling;
}

/** What became of the records of one reading. */
export interface RecordTally {
  /** Those that a rule of the user's has left out. */
  filtered: number;
  /** How many more there are since one became several. */
  expanded: number;
  /** Values that were replaced, since `onError` of their column says so; by the column's name. */
  readonly replaced: Map<string, number>;
}
