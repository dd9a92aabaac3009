import { ExpressionFailure } from '../expression-failure.js';

/**
 * The regular expression of a pattern, for all matches; those that were made last are kept.
 *
 * @throws ExpressionFailure when the pattern is none.
 */
export function patternOf(pattern: string): RegExp {
  const known = patterns.get(pattern);
  if (known !== undefined) return known;
  const made = compile(pattern);
  if (patterns.size >= MAX_PATTERNS) patterns.clear();
  patterns.set(pattern, made);
  return made;
}

const patterns = new Map<string, RegExp>();
const MAX_PATTERNS = 100;

function compile(pattern: string): RegExp {
  try {
    return new RegExp(pattern, 'gu');
  } catch {
    throw new ExpressionFailure('the pattern is no regular expression');
  }
}
