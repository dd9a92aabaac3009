import type { Batch } from '../../batch/batch.js';
import type { Task, Workbench } from '../record/task.js';
import type { ValueChange } from './value-change.js';

/** Where a task reads the values of a column, and where it writes them. */
export interface ColumnSlots {
  readonly name: string;
  readonly from: number;
  readonly to: number;
}

/** What becomes of a value that can't be made. */
export type OnFault = { readonly kind: 'reject' } | { readonly kind: 'replace'; readonly value: string | null };

/** Makes the values of a column by changes, one after the other. A value that stays as it is is not written again. */
export class ChangeTask implements Task {
  readonly #slots: ColumnSlots;
  readonly #changes: readonly ValueChange[];
  readonly #onFault: OnFault;
  readonly #bench: Workbench;

  constructor(
    slots: ColumnSlots,
    changes: readonly ValueChange[],
    { onFault, bench }: { readonly onFault: OnFault; readonly bench: Workbench },
  ) {
    this.#slots = slots;
    this.#changes = changes;
    this.#onFault = onFault;
    this.#bench = bench;
  }

  run({ recordCount, width }: Batch): void {
    const { from, to, name } = this.#slots;
    const { faults } = this.#bench;
    for (let record = 0; record < recordCount; record++) {
      if (faults.any && faults.hasIn(record, name)) continue;
      this.#change(record, record * width + from, record * width + to);
    }
  }

  #change(record: number, from: number, to: number): void {
    const { reader, writer } = this.#bench;
    const original = reader.of(from);
    let value = original;
    for (const change of this.#changes) {
      const changed = change(value);
      if (changed !== null && typeof changed === 'object') {
        this.#fail(record, to, { kind: changed, value });
        return;
      }
      value = changed;
    }
    if (value === original) writer.copy(from, to);
    else if (value === null) writer.null(to);
    else writer.text(to, value);
  }

  #fail(record: number, to: number, { kind, value }: { readonly kind: object; readonly value: string | null }): void {
    const { faults, writer, tally } = this.#bench;
    writer.null(to);
    if (this.#onFault.kind === 'reject') {
      faults.add(record, kind as Parameters<typeof faults.add>[1], value);
      return;
    }
    const { name } = this.#slots;
    tally.replaced.set(name, (tally.replaced.get(name) ?? 0) + 1);
    if (this.#onFault.value !== null) writer.text(to, this.#onFault.value);
  }
}
