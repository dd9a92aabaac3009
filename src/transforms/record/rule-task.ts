import type { Batch } from '../../batch/batch.js';
import type { FaultKind } from '../../batch/faults.js';
import { ruleKind } from './record-fault-kinds.js';
import type { RecordExpression } from './record-expression.js';
import type { Task, Workbench } from './task.js';

/** Holds records against a rule of the pipeline: `rules`. A record that has a fault already is not looked at. */
export class RuleTask implements Task {
  readonly #condition: RecordExpression;
  readonly #kind: FaultKind;
  readonly #bench: Workbench;

  /** @param message - What is said of a record for which the condition is not true. */
  constructor(condition: RecordExpression, message: string, bench: Workbench) {
    this.#condition = condition;
    this.#bench = bench;
    this.#kind = ruleKind(message);
  }

  run({ recordCount, width }: Batch): void {
    const { faults } = this.#bench;
    for (let record = 0; record < recordCount; record++) {
      const outcome = this.#condition.of(record, width);
      if (outcome !== true && outcome !== undefined) faults.add(record, this.#kind, null);
    }
  }
}
