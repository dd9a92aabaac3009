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

/** What is the same for all records for which an expression fails for one reason. */
export interface ExpressionFaultOptions {
  /** The column that it makes; null: it is a condition. */
  readonly column: string | null;
  /** What it is called in messages: `where`, `rules`, `expr`. */
  readonly called: string;
  /** One line, without values. */
  readonly reason: string;
  readonly hint?: string | null;
}

/** The fault of an expression that has no outcome for a record. Its value says what the expression has read. */
export function expressionKind({ column, called, reason, hint = null }: ExpressionFaultOptions): FaultKind {
  return {
    stage: 'transform',
    column,
    code: 'expression_failed',
    message: `${called}: ${printable(reason, 200)}`,
    hint: hint === null ? null : printable(hint, 300),
    sqlstate: null,
    shows: 'place',
  };
}

/**
 * The fault of a record that a rule of the pipeline is not true for.
 *
 * @param message - What the rule's author says of it.
 */
export function ruleKind(message: string): FaultKind {
  return {
    stage: 'validate',
    column: null,
    code: 'rule',
    message: printable(message, 200),
    hint: null,
    sqlstate: null,
  };
}
