import type { ColumnType } from '../../schema/codecs/codec.js';
import type { ScopeField } from './scope.js';

/** What expressions and code take a value for. */
export type ValueKind = 'text' | 'integer' | 'double' | 'boolean' | 'timestamp' | 'json';

/** What a field's values are for expressions and code: by its type, or by what JSON says. */
export function valueKindOf({ type, isJson }: Pick<ScopeField, 'type' | 'isJson'>): ValueKind {
  if (type === null) return isJson ? 'json' : 'text';
  return type.builtIn ? (kinds.get(type.name) ?? 'text') : 'text';
}

const kinds: ReadonlyMap<ColumnType['name'], ValueKind> = new Map([
  ['int2', 'integer'],
  ['int4', 'integer'],
  ['int8', 'integer'],
  ['float4', 'double'],
  ['float8', 'double'],
  ['numeric', 'double'],
  ['bool', 'boolean'],
  ['date', 'timestamp'],
  ['timestamp', 'timestamp'],
  ['timestamptz', 'timestamp'],
  ['json', 'json'],
  ['jsonb', 'json'],
]);
