import { boolCodec } from './bool.js';
import { byteaCodec } from './bytea.js';
import type { Codec, CodecFactory, ColumnType, SessionSettings } from './codec.js';
import { dateCodec } from './date.js';
import { enumCodec } from './enum.js';
import { float4Codec, float8Codec } from './float.js';
import { int2Codec, int4Codec, int8Codec } from './integer.js';
import { jsonbCodec, jsonCodec } from './json.js';
import { numericCodec } from './numeric.js';
import { bpcharCodec, nameCodec, textCodec } from './text.js';
import { timeCodec } from './time.js';
import { timestampCodec, timestamptzCodec } from './timestamp.js';
import { uuidCodec } from './uuid.js';

/**
 * The codec of a column, or null when its type has none and its table's statements must go in COPY text format.
 *
 * @param type - The column's type, with domains resolved.
 * @param session - The settings of the sessions that will do the COPY.
 */
export function codecFor(type: ColumnType, session: SessionSettings): Codec | null {
  return factoryFor(type)?.(type, session) ?? null;
}

function factoryFor({ name, builtIn, labels }: ColumnType): CodecFactory | undefined {
  if (labels.length > 0) return enumCodec;
  return builtIn ? factories.get(name) : undefined;
}

/** By `pg_type.typname`. */
const factories: ReadonlyMap<string, CodecFactory> = new Map([
  ['bool', boolCodec],
  ['int2', int2Codec],
  ['int4', int4Codec],
  ['int8', int8Codec],
  ['float4', float4Codec],
  ['float8', float8Codec],
  ['numeric', numericCodec],
  ['text', textCodec],
  ['varchar', textCodec],
  ['bpchar', bpcharCodec],
  ['name', nameCodec],
  ['uuid', uuidCodec],
  ['date', dateCodec],
  ['time', timeCodec],
  ['timestamp', timestampCodec],
  ['timestamptz', timestamptzCodec],
  ['json', jsonCodec],
  ['jsonb', jsonbCodec],
  ['bytea', byteaCodec],
]);
