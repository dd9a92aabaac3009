import type { Batch } from '../../batch/batch.js';
import type { FaultKind } from '../../batch/faults.js';
import { invalidUtf8 } from '../../batch/invalid-utf8.js';
import type { Task, Workbench } from '../record/task.js';
import type { ColumnGuard } from './column-guard.js';
import type { ValueChange } from './value-change.js';

/** Where a task reads the values of a column, and where it writes them; it may be the same place. */
export interface ColumnSlots {
  readonly from: number;
  readonly to: number;
}

/** What the tasks of a column work with. */
export interface ColumnBench {
  readonly guard: ColumnGuard;
  readonly bench: Workbench;
}

/** Makes the values of a column by changes of texts, one after the other. A value that stays as it is is not written again. */
export class ChangeTask implements Task {
  readonly #slots: ColumnSlots;
  readonly #changes: readonly ValueChange[];
  readonly #guard: ColumnGuard;
  readonly #bench: Workbench;
  readonly #badText: FaultKind;

  constructor(slots: ColumnSlots, changes: readonly ValueChange[], { guard, bench }: ColumnBench) {
    this.#slots = slots;
    this.#changes = changes;
    this.#guard = guard;
    this.#bench = bench;
    this.#badText = invalidUtf8(guard.name);
  }

  run(batch: Batch): void {
    const { recordCount } = batch;
    for (let record = 0; record < recordCount; record++) this.runOn(batch, record);
  }

  /** Does it for one record. */
  runOn(batch: Batch, record: number): void {
    const from = record * batch.width + this.#slots.from;
    const to = record * batch.width + this.#slots.to;
    if (this.#guard.any && this.#guard.isDone(record)) this.#bench.writer.copy(from, to);
    else this.#change(record, { from, to });
  }

  #change(record: number, { from, to }: ColumnSlots): void {
    const { reader, writer } = this.#bench;
    const original = reader.exact(from);
    if (original === undefined) {
      this.#guard.fail(record, this.#badText, reader.of(from));
      writer.copy(from, to);
      return;
    }
    let value = original;
    for (const change of this.#changes) {
      const changed = change(value);
      if (changed !== null && typeof changed === 'object') {
        this.#guard.fail(record, changed, value);
        writer.copy(from, to);
        return;
      }
      value = changed;
    }
    if (value === original) writer.copy(from, to);
    else if (value === null) writer.null(to);
    else writer.text(to, value);
  }
}
