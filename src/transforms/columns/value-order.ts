import { imageBound, Verdict, type ColumnType } from '../../schema/codecs/codec.js';
import { codecFor } from '../../schema/codecs/registry.js';
import { builtInType, typeFromName } from '../../schema/type-from-name.js';
import type { CheckedValue } from './checked-value.js';
import { compareDecimals, readDecimal } from './decimal-order.js';

/** Compares a value with a fixed one: below 0, 0 or above 0; NaN when the two can't be compared. */
export type Comparison = (value: CheckedValue) => number;

/** As sessions that load have it, so that local times are those of UTC. */
export const PLAIN_SESSION = { timeZone: 'UTC', dateOrder: 'MDY' } as const;

/**
 * Compares values of a type with one of them: numbers and times by what they are, exactly; all else as texts, by the code
 * points of their characters.
 *
 * @param bound - As PostgreSQL spells it.
 * @returns Null when it is none of the type.
 */
export function comparisonWith(bound: string, type: ColumnType): Comparison | null {
  if (!type.builtIn) return textComparison(bound);
  if (type.name === 'numeric') return decimalComparison(bound);
  const compare = imageComparisons.get(type.name);
  if (compare === undefined) return textComparison(bound);
  const image = imageOf(bound, type);
  return image === null
    ? null
    : (value) => (value.hasImage ? compare(value.image.bytes, image) : endOfTime(value.text));
}

/** Dates that no codec has: the first and the last of all. */
function endOfTime(text: string): number {
  const match = /^\s*([+-]?)infinity\s*$/i.exec(text);
  if (match === null) return Number.NaN;
  return match[1] === '-' ? -1 : 1;
}

/** The type that a limit shows, where nothing else tells it: that of a number, a time, or a text. */
export function typeOfBound(bound: string): ColumnType {
  if (readDecimal(bound) !== null) return builtInType('numeric');
  const times = ['timestamptz', 'time'].flatMap((name) => typeFromName(name) ?? []);
  return times.find((type) => imageOf(bound, type) !== null) ?? builtInType('text');
}

function decimalComparison(bound: string): Comparison | null {
  const limit = readDecimal(bound);
  if (limit === null) return null;
  return ({ text }) => {
    const decimal = readDecimal(text);
    return decimal === null ? Number.NaN : compareDecimals(decimal, limit);
  };
}

/** Bytes of UTF-8 come in the order of the characters. */
function textComparison(bound: string): Comparison {
  const limit = Buffer.from(bound);
  return ({ bytes, start, end }) => bytes.compare(limit, 0, limit.length, start, end);
}

function imageOf(text: string, type: ColumnType): Buffer | null {
  const bytes = Buffer.from(text);
  const output = { bytes: Buffer.alloc(imageBound(bytes.length)), offset: 0 };
  const verdict = codecFor(type, PLAIN_SESSION)?.(bytes, 0, bytes.length, output);
  return verdict === Verdict.accepted ? output.bytes.subarray(0, output.offset) : null;
}

/** An image begins with its length, of four bytes: https://www.postgresql.org/docs/current/sql-copy.html */
const HEADER = 4;

/** Compares two images of one type. */
type ImageComparison = (one: Buffer, other: Buffer) => number;

function compareLongs(one: Buffer, other: Buffer): number {
  const high = one.readInt32BE(HEADER) - other.readInt32BE(HEADER);
  return high === 0 ? one.readUInt32BE(HEADER + 4) - other.readUInt32BE(HEADER + 4) : high;
}

/** NaN is the greatest of all. */
function compareDoubles(one: number, other: number): number {
  if (Number.isNaN(one) || Number.isNaN(other)) return Number(Number.isNaN(one)) - Number(Number.isNaN(other));
  return one === other ? 0 : one < other ? -1 : 1;
}

const imageComparisons = new Map<string, ImageComparison>([
  ['int2', (one, other) => one.readInt16BE(HEADER) - other.readInt16BE(HEADER)],
  ['int4', (one, other) => one.readInt32BE(HEADER) - other.readInt32BE(HEADER)],
  ['date', (one, other) => one.readInt32BE(HEADER) - other.readInt32BE(HEADER)],
  ['float4', (one, other) => compareDoubles(one.readFloatBE(HEADER), other.readFloatBE(HEADER))],
  ['float8', (one, other) => compareDoubles(one.readDoubleBE(HEADER), other.readDoubleBE(HEADER))],
  ...['int8', 'time', 'timestamp', 'timestamptz'].map((name) => [name, compareLongs] as const),
]);
