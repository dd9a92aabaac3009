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
  if (typeof value === 'string') return wellFormed(value);
  return value instanceof Date || value instanceof Uint8Array || typeof value !== 'object'
    ? valueText(value)
    : exactJson(value);
}

/** Text is cut in the middle of a character soon: what is left of it must not become another one without a word. */
function wellFormed(text: string): string {
  if (HALF_A_PAIR.test(text)) throw new TypeError('it has half of a surrogate pair, which is no character');
  return text;
}

const HALF_A_PAIR = /\p{Surrogate}/u;
