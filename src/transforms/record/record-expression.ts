import type { FaultKind } from '../../batch/faults.js';
import { printable } from '../../errors/printable.js';
import type { Expression } from '../../schema/transform/expression.js';
import { compileExpression, type CompiledExpression } from '../expressions/compile-expression.js';
import { type FailureReason, failureReason } from '../expressions/failure-reason.js';
import { outcomeFailure } from '../expressions/outcome-failure.js';
import { valueText } from '../columns/value-text.js';
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
   * Compiles the expression.
   *
   * @param expression - What is written.
   * @param scope - What it may read.
   * @param options - With what it works; what it is called in messages: `where`, `rules`, `expr`; the column that it makes,
   *   or null: it is a condition.
   * @throws SluiceError EXPRESSION_INVALID
   */
  constructor(
    expression: Expression,
    scope: Scope,
    options: { readonly bench: Workbench; readonly called: string; readonly column: string | null },
  ) {
    const { bench, called, column } = options;
    this.#bench = bench;
    this.#called = called;
    this.#column = column;
    this.#expression = compileExpression(expression, variablesOf(scope), { isCondition: column === null });
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
    const firstField = record * width;
    const view = this.#view;
    view.read(firstField);
    try {
      const outcome = this.#expression.evaluate(view.values, view.isComplete) ?? null;
      const failure = typeof outcome === 'boolean' ? null : outcomeFailure(outcome, view.values);
      if (failure === null) return outcome;
      this.fail(record, width, failure);
    } catch (error) {
      this.fail(record, width, error);
    }
    return undefined;
  }

  /** Makes a failure a fault of a record: the one that `of` was asked for last. */
  fail(record: number, width: number, error: unknown): void {
    const { faults } = this.#bench;
    const unreadable = this.#view.isComplete ? null : this.#view.unreadable(record * width);
    if (unreadable !== null) {
      faults.add(record, unreadable.kind, unreadable.value);
      return;
    }
    const fields = this.#expression.fieldsAt(error);
    // A column that could not be made is NULL, and its fault is told already.
    if (fields.some(({ name }) => faults.hasIn(record, name))) return;
    const values = fields.map(({ name, variable }) => ({ name, value: this.#view.values[variable] }));
    faults.add(record, this.#kindOf(failureReason(error, values)), readText(values));
  }

  /** One kind for each reason, up to a bound. */
  #kindOf({ reason, hint }: FailureReason): FaultKind {
    const known = this.#kinds.get(reason);
    if (known !== undefined) return known;
    const isLast = this.#kinds.size >= MAX_KINDS;
    const key = isLast ? OTHERS : reason;
    const kind =
      this.#kinds.get(key) ?? expressionKind({ column: this.#column, called: this.#called, reason: key, hint });
    this.#kinds.set(key, kind);
    return kind;
  }
}

const MAX_KINDS = 100;
const OTHERS = 'it fails for other reasons';

/** `with quantity = 0, price = NULL`: what the part that fails has read. */
function readText(values: readonly { readonly name: string; readonly value: unknown }[]): string | null {
  if (values.length === 0) return null;
  const shown = values.slice(0, MAX_SHOWN).map(({ name, value }) => `${printable(name, 40)} = ${shownValue(value)}`);
  return `with ${shown.join(', ')}${values.length > MAX_SHOWN ? ', …' : ''}`;
}

const MAX_SHOWN = 3;

function shownValue(value: unknown): string {
  if (value === null || value === undefined) return 'NULL';
  const text = valueText(value);
  return typeof value === 'string' ? `"${printable(text, 40)}"` : printable(text, 40);
}
