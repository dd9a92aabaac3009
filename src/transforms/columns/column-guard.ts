import type { Batch } from '../../batch/batch.js';
import type { FaultKind } from '../../batch/faults.js';
import type { ColumnType } from '../../schema/codecs/codec.js';
import type { Spelling } from '../../schema/spelling/spelling.js';
import type { ColumnPlan } from '../../schema/transform/column-plan.js';
import { RecordFaults } from '../record/record-faults.js';
import type { Task, Workbench } from '../record/task.js';
import { readDefault, respelled } from './read-default.js';

/**
 * Decides what becomes of the values of one column that can't be made, or break a rule: their records are rejected, or they
 * are replaced when the column is done, and counted. Either way the tasks of the column have no more to do with them.
 */
export class ColumnGuard {
  readonly name: string;
  #replacement: { readonly value: string | null } | null;
  /** What is said of values that are to be hidden; null: they are shown. */
  readonly #shownAs: string | null;
  readonly #bench: Workbench;
  /** The records of the batch whose value is to be replaced. */
  readonly #replaced = new Set<number>();

  /** @param due - The type that values are to have; null: it is not known. */
  constructor(plan: ColumnPlan, due: ColumnType | null, bench: Workbench) {
    const { name, onError, default: value, disguises } = plan;
    this.name = name;
    const text = onError === 'default' && value !== null ? readDefault(value, plan, due) : null;
    this.#replacement = onError === 'reject' ? null : { value: text };
    this.#shownAs = disguises.length === 0 ? null : '***';
    this.#bench = bench;
  }

  /** Whether values are replaced, and records not rejected for them. */
  get replaces(): boolean {
    return this.#replacement !== null;
  }

  /** Has the default, as all values of the column, spelled as PostgreSQL does it, and no longer as the file does. */
  respell(spelling: Spelling): void {
    const value = this.#replacement?.value ?? null;
    if (value !== null) this.#replacement = { value: respelled(value, spelling) };
  }

  /** The task that comes before all others of the column. */
  readonly beginning: Task = { run: () => this.#replaced.clear() };

  /** The task that comes after all others of the column: it writes what takes the place of values. */
  ending(slot: number): Task {
    return { run: (batch) => this.#replace(batch, slot) };
  }

  /** Whether any record of the batch has a value that can't be made. */
  get any(): boolean {
    return this.#replaced.size > 0 || this.#bench.faults.any;
  }

  /** Whether a record has none, or a bad one, for this column already. */
  isDone(record: number): boolean {
    return this.#replaced.has(record) || this.#bench.faults.hasIn(record, this.name);
  }

  /** Notes a fault of a record's value. */
  fail(record: number, kind: FaultKind, value: string | null): void {
    if (this.#replacement === null) {
      this.#bench.faults.add(record, kind, value === null ? null : (this.#shownAs ?? value));
      return;
    }
    if (this.#replaced.has(record)) return;
    this.#replaced.add(record);
    const { replaced } = this.#bench.tally;
    replaced.set(this.name, (replaced.get(this.name) ?? 0) + 1);
  }

  /** The workbench for those who add faults by themselves. */
  guarded(): Workbench {
    return { ...this.#bench, faults: new GuardedFaults(this, this.#bench) };
  }

  #replace({ width }: Batch, slot: number): void {
    const { writer } = this.#bench;
    const value = this.#replacement?.value ?? null;
    for (const record of this.#replaced) {
      if (value === null) writer.null(record * width + slot);
      else writer.text(record * width + slot, value);
    }
  }
}

/** Hands on faults to the guard of a column. */
class GuardedFaults extends RecordFaults {
  readonly #guard: ColumnGuard;

  readonly #all: RecordFaults;

  constructor(guard: ColumnGuard, { faults, tally }: Workbench) {
    super(tally);
    this.#guard = guard;
    this.#all = faults;
  }

  override hasIn(record: number, column: string): boolean {
    return this.#all.hasIn(record, column);
  }

  override add(record: number, kind: FaultKind, value: string | null): void {
    this.#guard.fail(record, kind, value);
  }
}
