import { printable } from '../../errors/printable.js';
import { SluiceError } from '../../errors/sluice-error.js';
import type { Expression } from '../../schema/transform/expression.js';
import { markedText } from './marked-text.js';

/** What is wrong with an expression. */
export interface ExpressionFault {
  /** In plain words; what comes from outside is safe to print already. */
  readonly reason: string;
  /** The part of the text that is wrong; at its end, when something is missing. */
  readonly start: number;
  readonly end: number;
  readonly hint?: string | null;
}

/** The error of an expression that can't be compiled: its place, the reason, and the text with the wrong part marked. */
export function expressionError(
  { text, place }: Expression,
  { reason, start, end, hint }: ExpressionFault,
): SluiceError {
  const message = `${printable(place, 200)}: ${reason}\n${markedText(text, start, end)}`;
  return new SluiceError('EXPRESSION_INVALID', message, typeof hint === 'string' ? { hint } : {});
}
