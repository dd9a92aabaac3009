import { placeOf, type Batch } from '../../../batch/batch.js';
import type { Task, Workbench } from '../task.js';
import type { RunMemory, StepCount } from './run-memory.js';

/**
 * Keeps so many records, and says then that reading may end. What comes after the last of them is left out, rejects too: what
 * a block happens to have behind it must not decide how a run ends.
 */
export class LimitTask implements Task {
  readonly #count: number;
  readonly #kept: StepCount;
  readonly #memory: RunMemory;
  readonly #bench: Workbench;

  /** @param count - How many. */
  constructor(
    count: number,
    { kept, memory }: { readonly kept: StepCount; readonly memory: RunMemory },
    bench: Workbench,
  ) {
    this.#count = count;
    this.#kept = kept;
    this.#memory = memory;
    this.#bench = bench;
  }

  run(batch: Batch): void {
    const { faults, tally } = this.#bench;
    const room = this.#count - this.#kept.records;
    if (room > batch.recordCount) {
      this.#kept.records += batch.recordCount;
      return;
    }
    const last = room > 0 ? placeOf(batch, room - 1).ordinal : 0;
    tally.filtered += faults.settle((record) => record < room);
    const before = batch.rejected.length;
    batch.rejected = batch.rejected.filter(({ place }) => place.ordinal <= last);
    tally.filtered += before - batch.rejected.length;
    this.#kept.records = this.#count;
    this.#memory.enough = true;
  }
}
