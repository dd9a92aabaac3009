import { isDeepStrictEqual } from 'node:util';
import type { ExpectedValue } from '../../config/pipeline/pipeline-test.js';
import type { ColumnType } from '../../schema/codecs/codec.js';

/**
 * Whether a value is the one that an example expects. Numbers are compared by their value where the example writes one,
 * or where the column's declared type is one of numbers: 1.50 is 1.5. Truth values may be spelled in any way that
 * PostgreSQL knows. All other values are compared as texts.
 *
 * @param got - As text; null: NULL.
 * @param type - The declared type; null: there is none.
 */
export function isSameValue(expected: ExpectedValue, got: string | null, type: ColumnType | null): boolean {
  if (got === null || expected.kind === 'null') return got === null && expected.kind === 'null';
  if (expected.kind === 'json') return isDeepStrictEqual(jsonOf(got), expected.value);
  if (expected.kind === 'boolean') return truthOf(got) === expected.value;
  const isNumber = expected.kind === 'number' || (type !== null && numberTypes.has(type.name));
  return got === expected.text || (isNumber ? isSameNumber : sameBy(type))(got, expected.text);
}

const numberTypes = new Set(['int2', 'int4', 'int8', 'float4', 'float8', 'numeric']);

/** How texts of a type are compared that are not the same. */
function sameBy(type: ColumnType | null): (one: string, other: string) => boolean {
  if (type?.name === 'bool') return isSameTruth;
  return type?.name === 'json' || type?.name === 'jsonb' ? isSameJson : () => false;
}

function isSameTruth(one: string, other: string): boolean {
  const truth = truthOf(one);
  return truth !== null && truth === truthOf(other);
}

function isSameNumber(one: string, other: string): boolean {
  const number = canonicalNumber(one);
  return number !== null && number === canonicalNumber(other);
}

/** https://www.postgresql.org/docs/current/datatype-boolean.html */
function truthOf(text: string): boolean | null {
  const spelled = text.trim().toLowerCase();
  if (/^(?:t|tr|tru|true|y|ye|yes|on|1)$/.test(spelled)) return true;
  return /^(?:f|fa|fal|fals|false|n|no|of|off|0)$/.test(spelled) ? false : null;
}

function isSameJson(one: string, other: string): boolean {
  const [a, b] = [jsonOf(one), jsonOf(other)];
  return a !== undefined && isDeepStrictEqual(a, b);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** The digits that count, and the power of ten of the last of them: no number is too large or too fine. */
function canonicalNumber(text: string): string | null {
  const match = /^([+-]?)(\d*)(?:\.(\d*))?(?:e([+-]?\d{1,9}))?$/i.exec(text.trim());
  if (match === null) return null;
  const [, sign, whole, fraction = '', exponent = '0'] = match;
  if (whole + fraction === '') return null;
  const digits = (whole + fraction).replace(/^0+/, '');
  const kept = digits.replace(/0+$/, '');
  if (kept === '') return '0';
  const power = Number(exponent) - fraction.length + (digits.length - kept.length);
  return `${sign === '-' ? '-' : ''}${kept}e${power}`;
}
