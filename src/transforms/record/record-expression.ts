import type { FaultKind } from '../../batch/faults.js';
import type { Expression } from '../../schema/transform/expression.js';
import { compileExpression, type CompiledExpression } from '../expressions/compile-expression.js';
import { expressionKind } from './record-fault-kinds.js';
import { RecordView, variablesOf } from './record-view.js';
import type { Scope } from './scope.js';
import type { Workbench } from './task.js';

/** An expression over records, at one point of the way. Its failures become faults of the records. */
export class RecordExpression {
  readonly #bench: Workbench;
  readonly #expression: CompiledExpression;
  readonly #view: RecordView;
  readonly #called: string;
  readonly #column: string | null;
  readonly #kinds = new Map<string, FaultKind>();

  /**
   * @param called - What it is called in messages: `where`, `rules`, `expr`.
   * @param column - The column that it makes; null: it is a condition.
   * @throws SluiceError EXPRESSION_INVALID
   */
  constructor(
    expression: Expression,
    scope: Scope,
    { bench, called, column }: { readonly bench: Workbench; readonly called: string; readonly column: string | null },
  ) {
    this.#bench = bench;
    this.#called = called;
    this.#column = column;
    this.#expression = compileExpression(expression, variablesOf(scope));
    this.#view = new RecordView(this.#expression, scope, bench);
  }

  /** The type of its outcome in CEL. */
  get type(): string {
    return this.#expression.type;
  }

  /**
   * Evaluates it for a record.
   *
   * @returns The outcome; undefined when there is none, which is a fault of the record then.
   */
  of(record: number, width: number): unknown {
    const values = this.#view.of(record * width);
    if (values === null) {
      const { kind, value } = this.#view.unreadable;
      this.#bench.faults.add(record, kind, value);
      return undefined;
    }
    try {
      return this.#expression.evaluate(values) ?? null;
    } catch (error) {
      this.#bench.faults.add(record, this.#kindOf(error), null);
      return undefined;
    }
  }

  /** One kind for each reason, up to a bound: a reason may name values. */
  #kindOf(error: unknown): FaultKind {
    const reason = error instanceof Error ? error.message : String(error);
    const known = this.#kinds.get(reason);
    if (known !== undefined) return known;
    const kind = expressionKind(this.#column, this.#called, reason);
    if (this.#kinds.size < MAX_KINDS) this.#kinds.set(reason, kind);
    return kind;
  }
}

const MAX_KINDS = 100;
