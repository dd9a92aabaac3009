import type { Task, Workbench } from '../task.js';
import type { StepCount } from './run-memory.js';

/** Leaves out the first records. */
export class SkipTask implements Task {
  readonly #count: number;
  readonly #seen: StepCount;
  readonly #bench: Workbench;

  /** @param count - How many. */
  constructor(count: number, seen: StepCount, bench: Workbench) {
    this.#count = count;
    this.#seen = seen;
    this.#bench = bench;
  }

  run(): void {
    if (this.#seen.records >= this.#count) return;
    const { faults, tally } = this.#bench;
    tally.filtered += faults.settle(() => this.#seen.records++ >= this.#count);
  }
}
