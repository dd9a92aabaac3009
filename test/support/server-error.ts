/** An error as `pg` makes one of what Postgres answers. */
export function serverError(code: string, message: string, more: { detail?: string; hint?: string } = {}): Error {
  return Object.assign(new Error(message), { code, severity: 'ERROR', ...more });
}
