/**
 * A value of an expression or of code as PostgreSQL reads it: a time in ISO 8601 with its zone, a list or an object as JSON.
 *
 * @param value - Not null.
 */
export function valueText(value: unknown): string {
  if (typeof value === 'string') return value;
  if (value instanceof Date) return value.toISOString();
  if (typeof value === 'object') return JSON.stringify(value, jsonValue);
  return String(value);
}

/** A bigint is a number in JSON too. */
function jsonValue(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? Number(value) : value;
}
