import type { RejectedRecord, RejectSink } from '../batch/faults.js';
import type { SourceRef } from '../batch/place.js';
import type { RejectBudget } from '../config/flag-values.js';

/** Rejects after which a run that is over budget reads no further: enough to show all that is wrong. */
export const MAX_REJECTS_OVER_BUDGET = 1000;

/** Where rejects go, and what is told when there are too many. */
export interface RunRejectsOptions {
  readonly budget: RejectBudget;
  /** Each takes what it needs of every reject. */
  readonly listeners: readonly Pick<RejectSink, 'add'>[];
  /** Resolves when the reject files have caught up. */
  readonly drained: () => Promise<void>;
}

/** The rejects of a run: counts them, passes them on, and holds them against the budget. */
export class RunRejects implements RejectSink {
  /** Rejected records so far. */
  records = 0;
  /** What earlier runs have settled of the same sources: the budget is for all of it. */
  before: { readonly records: number; readonly rejected: number } = { records: 0, rejected: 0 };
  readonly #options: RunRejectsOptions;
  #onOverBudget: () => void = () => undefined;
  readonly #bySource = new Map<SourceRef, number>();
  readonly #refusedBySource = new Map<SourceRef, number>();

  constructor(options: RunRejectsOptions) {
    this.#options = options;
  }

  /** The run may go on after a reject. */
  get mayGoOn(): boolean {
    const { budget } = this.#options;
    return budget.kind === 'percent' || budget.limit > 0;
  }

  /** Has `stop` called once, on the first reject over a budget that is a count. */
  onOverBudget(stop: () => void): void {
    this.#onOverBudget = stop;
  }

  add(rejected: RejectedRecord): void {
    const { budget, listeners } = this.#options;
    const { source } = rejected.place;
    this.records++;
    this.#bySource.set(source, this.recordsOf(source) + 1);
    if (rejected.faults[0].kind.stage === 'database') this.#refusedBySource.set(source, this.refusedOf(source) + 1);
    for (const listener of listeners) listener.add(rejected);
    if (budget.kind === 'count' && this.#all === budget.limit + 1) this.#onOverBudget();
  }

  /** Rejected records of one source so far. */
  recordsOf(source: SourceRef): number {
    return this.#bySource.get(source) ?? 0;
  }

  /** Those of them that had been sent: the database refused them. */
  refusedOf(source: SourceRef): number {
    return this.#refusedBySource.get(source) ?? 0;
  }

  drained(): Promise<void> {
    return this.#options.drained();
  }

  /** The budget is a count and is spent, and enough has been seen: reading may stop. */
  get enough(): boolean {
    const { budget } = this.#options;
    return budget.kind === 'count' && this.#all > budget.limit && this.records >= MAX_REJECTS_OVER_BUDGET;
  }

  /** More records were rejected than the budget allows, of `read` in all. A share can only be judged at the end. */
  exceeds(read: number): boolean {
    const { budget } = this.#options;
    if (budget.kind === 'count') return this.#all > budget.limit;
    return this.#all * 100 > budget.limit * (this.before.records + read);
  }

  get #all(): number {
    return this.before.rejected + this.records;
  }
}
