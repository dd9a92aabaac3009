import type { Task, Workbench } from './task.js';

/** Has the records with faults leave the batch: whatever comes after sees good ones only. */
export class SettleTask implements Task {
  readonly #bench: Workbench;

  constructor(bench: Workbench) {
    this.#bench = bench;
  }

  run(): void {
    if (this.#bench.faults.any) this.#bench.faults.settle();
  }
}
