import type { Batch } from '../../batch/batch.js';
import type { RecordExpression } from '../record/record-expression.js';
import type { Task, Workbench } from '../record/task.js';
import { valueText } from './value-text.js';

/** Makes the values of a column by an expression. */
export class ExpressionTask implements Task {
  readonly #expression: RecordExpression;
  readonly #slot: number;
  readonly #bench: Workbench;

  constructor(expression: RecordExpression, slot: number, bench: Workbench) {
    this.#expression = expression;
    this.#slot = slot;
    this.#bench = bench;
  }

  run({ recordCount, width }: Batch): void {
    const { writer } = this.#bench;
    for (let record = 0; record < recordCount; record++) {
      const field = record * width + this.#slot;
      const value = this.#expression.of(record, width);
      if (value === null || value === undefined) writer.null(field);
      else writer.text(field, valueText(value));
    }
  }
}
