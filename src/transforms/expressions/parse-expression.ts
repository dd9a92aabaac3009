import type { ASTNode } from '@marcbachmann/cel-js';
import type { Expression } from '../../schema/transform/expression.js';
import type { ValueKind } from '../record/value-kind.js';
import { typedEnvironment } from './cel-environment.js';
import { checkFault, isLibraryError, unknownField } from './check-error.js';
import { expressionError } from './expression-error.js';
import { type ExpressionParts, expressionParts, type FieldRead } from './field-reads.js';

/**
 * Parses an expression and finds its parts.
 *
 * @throws SluiceError EXPRESSION_INVALID when it is no CEL, or reads a field that is not there.
 */
export function parseExpression(expression: Expression, kinds: ReadonlyMap<string, ValueKind>): ExpressionParts {
  const parts = expressionParts(parsed(expression, kinds));
  const unknown = parts.reads.find((read) => isUnknown(read, kinds));
  if (unknown === undefined) return parts;
  const { name, start, end } = unknown;
  throw expressionError(expression, { start, end, ...unknownField(name, kinds) });
}

function parsed(expression: Expression, kinds: ReadonlyMap<string, ValueKind>): ASTNode {
  try {
    return typedEnvironment().parse(expression.text).ast;
  } catch (error) {
    if (!isLibraryError(error)) throw error;
    throw expressionError(expression, checkFault(error, { kinds, reads: [] }));
  }
}

/** Names such as `int` are types where no field has them; these two are namespaces, and no values. */
function isUnknown({ name, byRecord }: FieldRead, kinds: ReadonlyMap<string, ValueKind>): boolean {
  return !kinds.has(name) && (byRecord || namespaces.has(name) || !typedEnvironment().hasVariable(name));
}

const namespaces: ReadonlySet<string> = new Set(['cel', 'optional', 'CelNamespace', 'OptionalNamespace']);
