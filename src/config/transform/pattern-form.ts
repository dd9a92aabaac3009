import { z } from 'zod';
import { printable } from '../../errors/printable.js';
import { refuseForm } from './refuse-form.js';

/** The letters that `flags` of a pattern may have: https://developer.mozilla.org/docs/Web/JavaScript/Reference/Global_Objects/RegExp/flags */
const flagsForm = z.string().superRefine((text, context) => {
  const isKnown = /^[imsu]*$/.test(text) && new Set(text).size === text.length;
  if (!isKnown) refuseForm(context, 'letters of i, m, s and u, each once');
});

const patternText = z.string().min(1);

/** `pattern` as a rule: a regular expression of JavaScript, or one with flags. */
export const patternForm = z.union([
  patternText.superRefine((pattern, context) => checkPattern(pattern, '', context)),
  z
    .strictObject({ pattern: patternText, flags: flagsForm.optional() })
    .superRefine(({ pattern, flags }, context) => checkPattern(pattern, flags, context, ['pattern'])),
]);

/** One element of `replace`. */
export const replaceForm = z
  .strictObject({
    pattern: patternText.describe('A regular expression of JavaScript; all that it matches is replaced.'),
    with: z.string().describe('What takes its place; $1 is its first group, $& all of the match.'),
    flags: flagsForm.optional().describe('Of i (letters of either case), m, s and u.'),
  })
  .superRefine(({ pattern, flags }, context) => checkPattern(pattern, flags, context, ['pattern']));

// The place in the value is the fourth: what is refused comes first, as everywhere.
function checkPattern(
  pattern: string,
  flags: string | undefined,
  context: z.core.$RefinementCtx,
  path: string[] = [],
): void {
  try {
    new RegExp(pattern, flags);
  } catch (error) {
    const reason = error instanceof Error ? error.message.replace(/^.*\/[a-z]*: /s, '') : '';
    refuseForm(context, `a regular expression (${printable(reason, 100)})`, path);
  }
}
