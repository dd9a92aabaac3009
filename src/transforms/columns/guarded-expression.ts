import { RecordExpression } from '../record/record-expression.js';
import type { Scope } from '../record/scope.js';
import type { ColumnDraft } from './column-draft.js';

/** The expression of a column: its failures are for the guard of the column, and it is not asked where there is no need. */
export class GuardedExpression extends RecordExpression {
  readonly #guard: ColumnDraft['guard'];

  /** @throws SluiceError EXPRESSION_INVALID */
  constructor({ plan, guard }: ColumnDraft, expression: NonNullable<ColumnDraft['plan']['expr']>, scope: Scope) {
    super(expression, scope, { bench: guard.guarded(), called: 'expr', column: plan.name });
    this.#guard = guard;
  }

  override of(record: number, width: number): unknown {
    return this.#guard.any && this.#guard.isDone(record) ? null : super.of(record, width);
  }
}
