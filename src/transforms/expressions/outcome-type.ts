import type { ASTNode, Environment } from '@marcbachmann/cel-js';
import { serialize } from '@marcbachmann/cel-js';

/**
 * The type of an expression's outcome. Of a choice that may be NULL it is that of the other outcomes.
 *
 * @param text - The expression.
 * @param type - What a check of it says.
 */
export function outcomeType(environment: Environment, text: string, type: string): string {
  if (type !== 'dyn') return type;
  const { ast } = environment.parse(text);
  return ast.op === '?:' ? typeOfChoice(environment, ast) : type;
}

function typeOfChoice(environment: Environment, { args }: ASTNode & { op: '?:' }): string {
  const [, first, second] = args;
  const types = [first, second].filter((node) => !isNull(node)).map((node) => typeOf(environment, node));
  return types.every((type) => type === types[0]) ? (types[0] ?? 'null') : 'dyn';
}

function typeOf(environment: Environment, node: ASTNode): string {
  const text = serialize(node);
  return outcomeType(environment, text, environment.check(text).type ?? 'dyn');
}

/** `dyn(null)`, as NULL is written where it is to go with any type. */
function isNull(node: ASTNode): boolean {
  if (node.op !== 'call' || node.args[0] !== 'dyn') return false;
  const [, [value]] = node.args;
  return value.op === 'value' && value.args === null;
}
