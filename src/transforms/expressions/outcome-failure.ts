import { ExpressionFailure } from './expression-failure.js';

/**
 * Why an outcome is none that could be kept: a whole number of more than 64 bits, or an infinity or no number that was made of
 * finite ones, as a division by zero does.
 *
 * @param values - What the expression has read.
 * @returns Null when it is fine.
 */
export function outcomeFailure(outcome: unknown, values: Readonly<Record<string, unknown>>): ExpressionFailure | null {
  if (typeof outcome === 'bigint') return BigInt.asIntN(64, outcome) === outcome ? null : TOO_LARGE;
  if (typeof outcome !== 'number' || Number.isFinite(outcome)) return null;
  return Object.values(values).some((value) => typeof value === 'number' && !Number.isFinite(value)) ? null : NO_NUMBER;
}

const TOO_LARGE = new ExpressionFailure('integer overflow');
const NO_NUMBER = new ExpressionFailure('division by zero, or a number that is too large');
