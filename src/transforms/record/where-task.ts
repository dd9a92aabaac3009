import type { Batch } from '../../batch/batch.js';
import { expressionKind } from './record-fault-kinds.js';
import type { RecordExpression } from './record-expression.js';
import type { Task, Workbench } from './task.js';

/**
 * Leaves out the records for which a condition is false, whatever else is wrong with them, and has those with faults
 * leave the batch.
 */
export class WhereTask implements Task {
  readonly #condition: RecordExpression;
  readonly #bench: Workbench;

  constructor(condition: RecordExpression, bench: Workbench) {
    this.#condition = condition;
    this.#bench = bench;
  }

  run({ width }: Batch): void {
    const { faults, tally } = this.#bench;
    tally.filtered += faults.settle((record) => this.#isKept(record, width));
  }

  #isKept(record: number, width: number): boolean {
    const outcome = this.#condition.of(record, width);
    if (outcome === false) return false;
    if (outcome !== true && outcome !== undefined) this.#bench.faults.add(record, NO_BOOLEAN, null);
    return true;
  }
}

const NO_BOOLEAN = expressionKind({
  column: null,
  called: 'where',
  reason: 'its outcome is neither true nor false, but NULL or a value',
  hint: 'coalesce(…, false) takes false for NULL.',
});
