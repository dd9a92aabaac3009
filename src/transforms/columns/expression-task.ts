import type { Batch } from '../../batch/batch.js';
import type { ColumnType } from '../../schema/codecs/codec.js';
import { valueText } from './value-text.js';
import type { RecordExpression } from '../record/record-expression.js';
import type { Task, Workbench } from '../record/task.js';

/** Where the values go that an expression makes. */
export interface MadeColumn {
  readonly slot: number;
  /** What they are to be; null: it is not known. */
  readonly type: ColumnType | null;
}

/** Makes the values of a column by an expression. */
export class ExpressionTask implements Task {
  readonly #expression: RecordExpression;
  readonly #slot: number;
  readonly #type: string | null;
  readonly #bench: Workbench;

  constructor(expression: RecordExpression, { slot, type }: MadeColumn, bench: Workbench) {
    this.#expression = expression;
    this.#slot = slot;
    this.#type = type?.builtIn === true ? type.name : null;
    this.#bench = bench;
  }

  run({ recordCount, width }: Batch): void {
    const { writer } = this.#bench;
    for (let record = 0; record < recordCount; record++) {
      const field = record * width + this.#slot;
      const value = this.#expression.of(record, width);
      if (typeof value === 'number') {
        writer.number(field, value);
        continue;
      }
      const text = this.#textOf(record, width, value);
      if (text === null) writer.null(field);
      else writer.text(field, text);
    }
  }

  #textOf(record: number, width: number, value: unknown): string | null {
    if (value === null || value === undefined) return null;
    try {
      return valueText(value, this.#type);
    } catch (error) {
      this.#expression.fail(record, width, error);
      return null;
    }
  }
}
