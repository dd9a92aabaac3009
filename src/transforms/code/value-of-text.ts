import { UNREADABLE, valueReader } from '../record/typed-value.js';
import type { CodeKind } from './code-field.js';
import { parseExactly } from './exact-json.js';
import { exactNumber } from './exact-number.js';

/**
 * A value as code sees it, never rounded. A text that is none of its kind stays a text: code may make something of it.
 *
 * @param isJson - The text is JSON as it stood in the record: a string has its quotes and escapes.
 */
export function valueOfText(text: string, kind: CodeKind, isJson: boolean): unknown {
  if (!isJson || !text.startsWith('"')) return readers[kind](text);
  const inside = text.includes('\\') ? String(JSON.parse(text)) : text.slice(1, -1);
  return kind === 'json' ? inside : readers[kind](inside);
}

const readers: Readonly<Record<CodeKind, (text: string) => unknown>> = {
  text: (text) => text,
  integer: readInteger,
  number: readNumber,
  boolean: readBoolean,
  json: (text) => parseExactly(text) ?? text,
};

function readInteger(text: string): unknown {
  if (!INTEGER.test(text)) return text;
  const value = Number(text);
  return Number.isSafeInteger(value) ? value : BigInt(text.trim());
}

const INTEGER = /^\s*[+-]?\d{1,19}\s*$/;

function readNumber(text: string): unknown {
  const trimmed = text.trim();
  return exactNumber(trimmed) ?? special.get(trimmed.toLowerCase()) ?? text;
}

const special = new Map([
  ['nan', NaN],
  ['infinity', Infinity],
  ['-infinity', -Infinity],
]);

const booleanOf = valueReader('boolean');

function readBoolean(text: string): unknown {
  const value = booleanOf(text);
  return value === UNREADABLE ? text : value;
}
