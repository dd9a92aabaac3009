import type { ValueKind } from './value-kind.js';

/** Stands for the value of a text that is none of its kind. */
export const UNREADABLE = Symbol('unreadable');

/** Reads a text as a value of one kind. */
export type ReadValue = (text: string) => unknown;

/** How values of a kind are read: whole numbers as bigint, other numbers as number, times as Date, JSON as what it says. */
export function valueReader(kind: ValueKind): ReadValue {
  return readers[kind];
}

const readers: Readonly<Record<ValueKind, ReadValue>> = {
  text: (text) => text,
  integer: (text) => (INTEGER.test(text) ? BigInt(text.trim()) : UNREADABLE),
  double: readDouble,
  boolean: (text) => booleans.get(text.trim().toLowerCase()) ?? UNREADABLE,
  timestamp: readTimestamp,
  json: readJson,
};

const INTEGER = /^\s*[+-]?\d{1,19}\s*$/;

function readDouble(text: string): unknown {
  const value = Number(text);
  if (!Number.isNaN(value) && text.trim() !== '') return value;
  return special.get(text.trim().toLowerCase()) ?? UNREADABLE;
}

const special = new Map([
  ['nan', NaN],
  ['inf', Infinity],
  ['+inf', Infinity],
  ['+infinity', Infinity],
  ['-inf', -Infinity],
  ['-infinity', -Infinity],
]);

const booleans = new Map<string, boolean>([
  ...['t', 'tr', 'tru', 'true', 'y', 'ye', 'yes', 'on', '1'].map((text) => [text, true] as const),
  ...['f', 'fa', 'fal', 'fals', 'false', 'n', 'no', 'of', 'off', '0'].map((text) => [text, false] as const),
]);

function readTimestamp(text: string): unknown {
  const match = TIMESTAMP.exec(text);
  if (match === null) return UNREADABLE;
  const [, date, time = '00:00', zone = 'Z'] = match;
  const value = new Date(`${date}T${time}${zone.length === 3 ? `${zone}:00` : zone}`);
  return Number.isNaN(value.getTime()) ? UNREADABLE : value;
}

/** ISO 8601 as PostgreSQL writes it; without a zone it is UTC. */
const TIMESTAMP = /^\s*(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?) ?(Z|[+-]\d\d(?::?\d\d)?)?)?\s*$/i;

function readJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return UNREADABLE;
  }
}
