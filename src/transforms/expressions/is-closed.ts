import type { CheckedExpression } from './check-expression.js';
import type { ExpressionParts } from './field-reads.js';
import { addedFunctions } from './functions/added-functions.js';
import { parseSignature } from './functions/cel-function.js';
import { valueFunctions } from './functions/value-functions.js';
import type { ExpressionVariables } from './variables.js';

/**
 * Whether all that an expression deals with has a known type and is not NULL, as long as that is true of its fields: then
 * operators can be chosen beforehand, which makes it about twice as fast.
 */
export function isClosed(
  { readsRecord, calls }: ExpressionParts,
  { hasNull }: CheckedExpression,
  { fields }: ExpressionVariables,
): boolean {
  if (readsRecord || hasNull || fields.some(({ kind }) => kind === 'json')) return false;
  return ![...calls].some((name) => openFunctions.has(name));
}

/** The functions that may give NULL, or whose outcome has no known type. */
const openFunctions: ReadonlySet<string> = new Set([
  'dyn',
  ...valueFunctions.map(({ name }) => name),
  ...addedFunctions.filter(({ isOpen }) => isOpen === true).map(({ signature }) => parseSignature(signature).name),
]);
