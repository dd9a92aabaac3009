import type { Batch } from '../../batch/batch.js';
import type { ColumnType } from '../../schema/codecs/codec.js';
import type { ColumnPlan } from '../../schema/transform/column-plan.js';
import type { BuildSite } from '../record/build-site.js';
import type { Task } from '../record/task.js';
import type { ColumnBench, ColumnSlots } from './change-task.js';
import { ColumnGuard } from './column-guard.js';

/** A column whose tasks are being put together: where its values are so far, and what is known of them. */
export class ColumnDraft implements ColumnBench {
  readonly plan: ColumnPlan;
  readonly guard: ColumnGuard;
  /** Where its values are. */
  slot: number;
  /** What is known of their type; null: nothing. */
  type: ColumnType | null;
  /** The type that the pipeline gives them; null: none. */
  declared: ColumnType | null;
  /** They are JSON text as it stood in the record. */
  isJson: boolean;
  /** They are spelled as PostgreSQL does it, and not as the file does. */
  isPlain = false;
  readonly #site: BuildSite;
  /** The field of its own that it has; null: none yet. */
  #own: number | null = null;
  #hasBegun = false;

  constructor(
    plan: ColumnPlan,
    site: BuildSite,
    { slot, type, isJson }: Pick<ColumnDraft, 'slot' | 'type' | 'isJson'>,
  ) {
    this.plan = plan;
    this.slot = slot;
    this.type = type;
    this.declared = plan.type;
    this.isJson = isJson;
    this.#site = site;
    this.guard = new ColumnGuard(plan, this.due, this.bench);
  }

  /** What the programs of the run share. */
  get resources(): BuildSite['resources'] {
    return this.#site.resources;
  }

  /** The type that its values are to have in the end; null: it is not known. */
  get due(): ColumnType | null {
    return this.plan.type ?? this.#site.typeOf(this.plan.name);
  }

  get bench(): BuildSite['program']['bench'] {
    return this.#site.program.bench;
  }

  /** Adds a task that reads the values where they are and writes them into the column's own field. */
  make(taskOf: (slots: ColumnSlots) => Task): void {
    this.#own ??= this.#site.newSlot();
    this.look(taskOf({ from: this.slot, to: this.#own }));
    this.slot = this.#own;
  }

  /** Adds a task that only looks at values. */
  look(task: Task): void {
    if (!this.#hasBegun) this.#site.program.add(this.guard.beginning);
    this.#hasBegun = true;
    this.#site.program.add(task);
  }

  /** Adds what comes after all other tasks: values are replaced in a field of the column's own, for others may read the one before. */
  end(): void {
    if (!this.guard.replaces || !this.#hasBegun) return;
    if (this.#own === null) this.make(({ from, to }) => ({ run: (batch) => this.#copy(batch, from, to) }));
    this.look(this.guard.ending(this.slot));
  }

  #copy({ recordCount, width }: Batch, from: number, to: number): void {
    for (let field = 0; field < recordCount * width; field += width) this.bench.writer.copy(field + from, field + to);
  }
}
