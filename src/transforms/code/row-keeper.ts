import { BatchRewriter } from '../../batch/batch-rewriter.js';
import type { Batch } from '../../batch/batch.js';
import type { Workbench } from '../record/task.js';
import type { CodeResults } from './code-results.js';

/** Keeps, leaves out or multiplies the records of a batch, after what code has made of them; asked in their order. */
export class RowKeeper {
  readonly #results: CodeResults;
  readonly #bench: Workbench;
  readonly #rewriter = new BatchRewriter();
  #batch!: Batch;
  /** Some record has become several: from then on rows are written anew. */
  #isRewriting = false;
  /** The records that are left out. */
  readonly #dropped = new Set<number>();
  #spans = new Int32Array(0);
  #forms = new Uint8Array(0);

  constructor(results: CodeResults, bench: Workbench) {
    this.#results = results;
    this.#bench = bench;
  }

  /** Turns to a batch. */
  turnTo(batch: Batch): void {
    this.#batch = batch;
    this.#isRewriting = false;
    this.#dropped.clear();
    this.#results.turnTo(batch);
  }

  /** Takes what code has made of a record: one, several or none. */
  take(record: number, result: unknown): void {
    if (Array.isArray(result)) this.#takeAll(record, result);
    else if (result === null || result === undefined) this.#dropped.add(record);
    else if (this.#results.write(record, result) && this.#isRewriting) this.#rewriter.row(record);
  }

  /** Has the batch be what was taken; records with faults become rejects of it. */
  settle(): void {
    const { faults, tally } = this.#bench;
    if (faults.any || this.#dropped.size > 0) tally.filtered += faults.settle((record) => !this.#dropped.has(record));
    if (this.#isRewriting) this.#rewriter.end();
  }

  #takeAll(record: number, results: readonly unknown[]): void {
    if (results.length === 0) {
      this.#dropped.add(record);
      return;
    }
    if (!this.#isRewriting) this.#beginRewriting(record);
    const { rows } = this.#rewriter;
    this.#remember(record);
    for (const [index, result] of results.entries()) {
      if (index > 0) this.#restore(record);
      if (this.#results.write(record, result)) this.#rewriter.row(record);
    }
    if (this.#bench.faults.has(record)) this.#rewriter.truncate(rows);
    else this.#bench.tally.expanded += results.length - 1;
  }

  #beginRewriting(before: number): void {
    const { faults } = this.#bench;
    this.#isRewriting = true;
    this.#rewriter.begin(this.#batch);
    for (let record = 0; record < before; record++) {
      if (!this.#dropped.has(record) && !faults.has(record)) this.#rewriter.row(record);
    }
  }

  /** What a record has as it was read: fields are written in their places. */
  #remember(record: number): void {
    const { width, spans, forms } = this.#batch;
    this.#spans = spans.slice(2 * record * width, 2 * (record + 1) * width);
    this.#forms = forms.slice(record * width, (record + 1) * width);
  }

  #restore(record: number): void {
    const { width, spans, forms } = this.#batch;
    spans.set(this.#spans, 2 * record * width);
    forms.set(this.#forms, record * width);
  }
}
