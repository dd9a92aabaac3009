import type { Expression } from '../../schema/transform/expression.js';
import type { ValueKind } from '../record/value-kind.js';
import { openEnvironment, typedEnvironment } from './cel-environment.js';
import { type CheckedExpression, checkExpression } from './check-expression.js';
import { expressionError } from './expression-error.js';
import { shownType } from './cel-types.js';
import { isClosed } from './is-closed.js';
import { parseExpression } from './parse-expression.js';
import { StepBudget } from './step-budget.js';
import { declareNames, type ExpressionField, variablesIn } from './variables.js';

/** What an expression reads, each by the name of its variable; and `record`, if it reads the record as a whole. */
export type ExpressionValues = Record<string, unknown>;

/** An expression that is ready to run. */
export interface CompiledExpression {
  /** The fields that it reads. */
  readonly names: readonly string[];
  /** The same, with their variables. */
  readonly fields: readonly ExpressionField[];
  /** It also reads the record as a whole: a `Map` of all fields as the value `record`. */
  readonly readsRecord: boolean;
  /** The type of its outcome in CEL: `bool`, `int`, `double`, `string`, `google.protobuf.Timestamp`, `list`, `map`, `dyn`, … */
  readonly type: string;
  /**
   * Evaluates it.
   *
   * @param values - Null, string, bigint, number, boolean, Date, or what JSON has. They are not kept.
   * @param isComplete - All of them have the types of their fields: none is NULL.
   * @throws An error that says why it has no outcome.
   */
  evaluate(values: ExpressionValues, isComplete: boolean): unknown;
  /** The fields that are read in the part of the expression that an error is of; all, if it is of none. */
  fieldsAt(error: unknown): readonly ExpressionField[];
}

/** What is asked of an expression besides that it is one. */
export interface ExpressionDemand {
  /** Its outcome must be true or false. Default: it may be anything. */
  readonly isCondition?: boolean;
}

/**
 * Compiles an expression. It is checked with the types of its fields, and runs with them for records that have a value in
 * each; for others it runs on what its values are, of which NULL is one.
 *
 * @param kinds - What it may read, by name.
 * @throws SluiceError EXPRESSION_INVALID naming the place, with the part of the text that is wrong marked.
 */
export function compileExpression(
  expression: Expression,
  kinds: ReadonlyMap<string, ValueKind>,
  { isCondition = false }: ExpressionDemand = {},
): CompiledExpression {
  const parts = parseExpression(expression, kinds);
  const variables = variablesIn(expression.text, parts, kinds);
  const budget = new StepBudget();
  const names = { variables, context: { doubles: new Set<number>(), budget, step: variables.step } };
  const typed = declareNames(typedEnvironment(), 'typed', names);
  const checked = checkExpression(typed, { expression, parts, kinds, variables });
  assertOutcome(expression, checked, isCondition);
  const open = declareNames(openEnvironment(), 'open', names).parse(checked.text);
  const strict = isClosed(parts, checked, variables) ? typed.parse(checked.text) : null;
  return {
    names: variables.fields.map(({ name }) => name),
    fields: variables.fields,
    readsRecord: parts.readsRecord,
    type: checked.type,
    evaluate: evaluator(open, strict, budget),
    fieldsAt: (error) => checked.fieldsAt(error),
  };
}

type Run = (values: ExpressionValues) => unknown;

/**
 * Runs it as what its values are, or with types if all values have theirs: what fails then fails in the other way too, which
 * tells why.
 */
function evaluator(open: Run, strict: Run | null, budget: StepBudget): CompiledExpression['evaluate'] {
  return (values, isComplete) => {
    budget.reset();
    let outcome: unknown;
    if (!isComplete || strict === null) outcome = open(values);
    else {
      try {
        outcome = strict(values);
      } catch {
        budget.assertLeft();
        outcome = open(values);
      }
    }
    budget.assertLeft();
    return outcome;
  };
}

/** Types of values that are no data. */
const NO_DATA = /^(?:type|optional|CelNamespace|OptionalNamespace)\b/;

function assertOutcome(expression: Expression, { type }: CheckedExpression, isCondition: boolean): void {
  const isFit = isCondition ? type === 'bool' || type.startsWith('dyn') : !NO_DATA.test(type);
  if (isFit) return;
  const wanted = isCondition ? 'a condition is true or false' : 'a column has values';
  const reason = `${wanted}, and this is ${shownType(type)}`;
  throw expressionError(expression, { reason, start: 0, end: expression.text.length });
}
