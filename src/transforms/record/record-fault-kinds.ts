import type { FaultKind } from '../../batch/faults.js';
import { printable } from '../../errors/printable.js';
import type { ScopeField } from './scope.js';

/** The fault of a value that an expression reads and that has not the type of its column. */
export function unreadableKind(column: string, { type }: ScopeField): FaultKind {
  return {
    stage: 'transform',
    column,
    code: 'invalid',
    message: `not ${type === null ? 'JSON' : `a value of type ${type.display}`}, as an expression reads it`,
    hint: null,
    sqlstate: null,
  };
}

/**
 * The fault of an expression that has no outcome for a record.
 *
 * @param column - The column that it makes; null: it is a condition.
 * @param expression - What it is called in messages: `where`, `rules`, `expr`.
 * @param reason - One line.
 */
export function expressionKind(column: string | null, expression: string, reason: string): FaultKind {
  return {
    stage: 'transform',
    column,
    code: 'expression_failed',
    message: `${expression}: ${printable(reason, 200)}`,
    hint: null,
    sqlstate: null,
  };
}
