import { valueText } from '../columns/value-text.js';
import { exactJson } from './exact-json.js';

/**
 * A value that code has returned as it is written into a field: bytes as PostgreSQL's hexadecimal digits, lists and objects
 * as JSON with all digits of bigints.
 *
 * @param value - Not null or undefined.
 * @param isJson - The field holds JSON text.
 * @throws Error whose message says why it can't be written.
 */
export function textOfResult(value: unknown, isJson: boolean): string {
  if (typeof value === 'function' || typeof value === 'symbol') throw new TypeError(`a ${typeof value} is no value`);
  if (isJson) return exactJson(typeof value === 'number' && !Number.isFinite(value) ? String(value) : value);
  if (typeof value !== 'object' || value instanceof Date) return valueText(value);
  return value instanceof Uint8Array ? `\\x${Buffer.from(value).toString('hex')}` : exactJson(value);
}
