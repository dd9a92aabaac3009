import type { Batch } from '../../../batch/batch.js';
import type { Task, Workbench } from '../task.js';
import type { RecordKey } from './record-key.js';
import type { SeenKeys } from './seen-keys.js';

/** Keeps the first of the records that have one key. As for DISTINCT, NULLs are the same. */
export class DedupeTask implements Task {
  readonly #key: RecordKey;
  readonly #seen: SeenKeys;
  readonly #bench: Workbench;

  constructor(key: RecordKey, seen: SeenKeys, bench: Workbench) {
    this.#key = key;
    this.#seen = seen;
    this.#bench = bench;
  }

  run(batch: Batch): void {
    const { faults, tally } = this.#bench;
    tally.filtered += faults.settle((record) => this.#seen.add(this.#key.of(batch, record)));
  }
}
