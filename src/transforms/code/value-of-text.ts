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

function readBoolean(text: string): unknown {
  return booleans.get(text) ?? booleans.get(text.trim().toLowerCase()) ?? text;
}

/** As PostgreSQL reads them: https://www.postgresql.org/docs/current/datatype-boolean.html */
const booleans = new Map<string, boolean>([
  ...['t', 'tr', 'tru', 'true', 'y', 'ye', 'yes', 'on', '1'].map((text) => [text, true] as const),
  ...['f', 'fa', 'fal', 'fals', 'false', 'n', 'no', 'of', 'off', '0'].map((text) => [text, false] as const),
]);
