import type { ColumnType } from './codecs/codec.js';
import type { NewColumnType } from './infer/inferred-type.js';

/**
 * Reads the name of a built-in type as SQL has it: `bigint`, `numeric(12,2)`, `character varying(20)`, `timestamptz`.
 *
 * @returns Null when there is no such type among those that values are checked against, or its limits are none.
 */
export function typeFromName(text: string): ColumnType | null {
  const match = /^([a-z][a-z0-9 ]*?)\s*(?:\(\s*(\d{1,8})\s*(?:,\s*(-?\d{1,4})\s*)?\))?$/.exec(
    text.trim().toLowerCase(),
  );
  if (match === null) return null;
  const [, word, first, second] = match;
  const known = types.get(word.replaceAll(/ +/g, ' '));
  if (known === undefined) return null;
  const typmod = first === undefined ? (known.typmod ?? -1) : typmodOf(known.name, Number(first), second);
  if (typmod === null) return null;
  const length = first ?? (known.typmod === undefined ? undefined : String(known.typmod - HEADER));
  const limits = length === undefined ? '' : `(${length}${second === undefined ? '' : `,${second}`})`;
  return { name: known.name, builtIn: true, typmod, display: `${known.display}${limits}`, labels: [] };
}

/** The type of a name that is known to be one: an inferred one. */
export function builtInType(name: NewColumnType): ColumnType {
  const type = typeFromName(name);
  if (type === null) throw new Error(`There is no type ${name}.`);
  return type;
}

/** The size of a header that `atttypmod` counts: https://www.postgresql.org/docs/current/catalog-pg-attribute.html */
const HEADER = 4;

function typmodOf(name: string, first: number, second: string | undefined): number | null {
  if (name === 'numeric') return numericTypmod(first, Number(second ?? 0));
  const isText = name === 'varchar' || name === 'bpchar';
  return isText && second === undefined && first >= 1 && first <= MAX_LENGTH ? first + HEADER : null;
}

/** The precision and the scale (11 bits, signed), each within 1,000. */
function numericTypmod(precision: number, scale: number): number | null {
  const isValid = precision >= 1 && precision <= 1000 && Math.abs(scale) <= 1000;
  return isValid ? ((precision << 16) | (scale & 0x7ff)) + HEADER : null;
}

const MAX_LENGTH = 10_485_760;

/** A type, and the `atttypmod` that it has without limits, if it has one. */
interface KnownType {
  readonly name: string;
  readonly display: string;
  readonly typmod?: number;
}

const types = new Map<string, KnownType>(
  (
    [
      ['boolean', 'bool', ['bool']],
      ['smallint', 'int2', ['int2']],
      ['integer', 'int4', ['int', 'int4']],
      ['bigint', 'int8', ['int8']],
      ['real', 'float4', ['float4']],
      ['double precision', 'float8', ['float8', 'float']],
      ['numeric', 'numeric', ['decimal']],
      ['text', 'text', []],
      ['character varying', 'varchar', ['varchar']],
      ['character', 'bpchar', ['char']],
      ['uuid', 'uuid', []],
      ['date', 'date', []],
      ['time without time zone', 'time', ['time']],
      ['timestamp without time zone', 'timestamp', ['timestamp']],
      ['timestamp with time zone', 'timestamptz', ['timestamptz']],
      ['json', 'json', []],
      ['jsonb', 'jsonb', []],
      ['bytea', 'bytea', []],
    ] as const
  ).flatMap(([display, name, others]) => [display, ...others].map((word) => [word, { name, display }] as const)),
);
// The length of a `char` without one is 1.
for (const word of ['character', 'char']) types.set(word, { name: 'bpchar', display: 'character', typmod: 1 + HEADER });
