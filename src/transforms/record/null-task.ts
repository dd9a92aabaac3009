import type { Batch } from '../../batch/batch.js';
import type { Task, Workbench } from './task.js';

/** Makes a field NULL in all records: no record has the column that is wanted. */
export class NullTask implements Task {
  readonly #slot: number;
  readonly #bench: Workbench;

  constructor(slot: number, bench: Workbench) {
    this.#slot = slot;
    this.#bench = bench;
  }

  run({ recordCount, width }: Batch): void {
    for (let record = 0; record < recordCount; record++) this.#bench.writer.null(record * width + this.#slot);
  }
}
