import { Duration } from '@marcbachmann/cel-js/evaluator';
import { durationText } from '../expressions/duration-text.js';
import { jsonText } from '../expressions/json-text.js';
import { timeText } from '../expressions/time-text.js';

/**
 * A value of an expression or of code as PostgreSQL reads it: a time in ISO 8601, bytes in bytea's hex form, a length of time as
 * an interval, a list or an object as JSON.
 *
 * @param value - Not null.
 * @param type - The type of its column, as `pg_type` has it, for which a time is written. Default: it is not known.
 * @throws ExpressionFailure for what JSON has not.
 */
export function valueText(value: unknown, type: string | null = null): string {
  if (typeof value === 'string') return value;
  if (typeof value !== 'object' || value === null) return String(value);
  if (type === 'json' || type === 'jsonb') return jsonText(value);
  if (value instanceof Date) return timeText(value, type);
  if (value instanceof Uint8Array) return `\\x${Buffer.from(value).toString('hex')}`;
  return value instanceof Duration ? durationText(value) : jsonText(value);
}
