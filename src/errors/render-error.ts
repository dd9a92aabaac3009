/**
 * An error as a person reads it: what happened, its code, and what to do next on a line of its own. The code stands at the end of
 * the first line; a message may have more, which show the place of the error.
 */
export function renderError(error: { message: string; code: string; hint: string | null }): string {
  const hint = error.hint === null ? '' : `\n  ${error.hint}`;
  const [what, ...shown] = error.message.split('\n');
  return [`sluice: ${what} (${error.code})`, ...shown].join('\n') + hint;
}
