import { Duration, UnsignedInt } from '@marcbachmann/cel-js/evaluator';
import { durationText } from './duration-text.js';
import { ExpressionFailure } from './expression-failure.js';

/**
 * A value of an expression or of code as JSON: a bigint with all its digits, times and lengths of time as strings, bytes in
 * bytea's hex form.
 *
 * @throws ExpressionFailure for what JSON has not: infinity, and what is no number.
 */
export function jsonText(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return JSON.stringify(value);
    case 'number':
      if (!Number.isFinite(value)) throw new ExpressionFailure(`JSON has no ${value}`);
      return String(value);
    case 'bigint':
    case 'boolean':
      return String(value);
    case 'object':
      return value === null ? 'null' : objectText(value);
    default:
      return 'null';
  }
}

function objectText(value: object): string {
  if (Array.isArray(value)) return listText(value);
  if (value instanceof Set) return listText([...(value as Set<unknown>)]);
  if (value instanceof Map) return membersText([...(value as Map<unknown, unknown>)]);
  if (value instanceof Date) return JSON.stringify(value.toISOString());
  if (value instanceof Uint8Array) return JSON.stringify(`\\x${Buffer.from(value).toString('hex')}`);
  if (value instanceof Duration) return JSON.stringify(durationText(value));
  if (value instanceof UnsignedInt) return String(value);
  return membersText(Object.entries(value));
}

function listText(items: readonly unknown[]): string {
  return `[${items.map(jsonText).join(',')}]`;
}

function membersText(members: readonly (readonly [unknown, unknown])[]): string {
  return `{${members.map(([key, value]) => `${JSON.stringify(String(key))}:${jsonText(value)}`).join(',')}}`;
}
