/** An error as a person reads it: what happened, its code, and what to do next on a line of its own. */
export function renderError(error: { message: string; code: string; hint: string | null }): string {
  const hint = error.hint === null ? '' : `\n  ${error.hint}`;
  return `sluice: ${error.message} (${error.code})${hint}`;
}
