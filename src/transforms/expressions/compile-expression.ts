import { Environment } from '@marcbachmann/cel-js';
import { printable } from '../../errors/printable.js';
import { SluiceError } from '../../errors/sluice-error.js';
import type { Expression } from '../../schema/transform/expression.js';
import type { ValueKind } from '../record/value-kind.js';

/** An expression that is ready to run. */
export interface CompiledExpression {
  /** The variables that it reads. */
  readonly names: readonly string[];
  /** The type of its outcome in CEL: `bool`, `int`, `double`, `string`, `google.protobuf.Timestamp`, `list`, `map`, `dyn`, … */
  readonly type: string;
  /**
   * Evaluates it.
   *
   * @param values - A value for each of `names`: null, string, bigint, number, boolean, Date, or what JSON has.
   * @throws An error whose message says in one line why it has no outcome.
   */
  evaluate(values: Readonly<Record<string, unknown>>): unknown;
}

/**
 * Compiles an expression.
 *
 * @param variables - What it may read, by name.
 * @throws SluiceError EXPRESSION_INVALID naming the place, with the part of the text that is wrong marked.
 */
export function compileExpression(
  { text, place }: Expression,
  variables: ReadonlyMap<string, ValueKind>,
): CompiledExpression {
  const environment = new Environment({ unlistedVariablesAreDyn: false });
  for (const name of variables.keys()) environment.registerVariable(name, 'dyn');
  const checked = environment.check(text);
  if (!checked.valid) {
    throw new SluiceError('EXPRESSION_INVALID', `${place}: ${printable(checked.error?.message ?? '', 500)}`);
  }
  const run = environment.parse(text);
  const names = [...variables.keys()].filter((name) => new RegExp(`\\b${name}\\b`).test(text));
  return { names, type: checked.type ?? 'dyn', evaluate: (values) => run(values) as unknown };
}
