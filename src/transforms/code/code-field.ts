import type { ColumnType } from '../../schema/codecs/codec.js';
import type { ScopeField } from '../record/scope.js';

/** What code takes a value for. */
export type CodeKind = 'text' | 'integer' | 'number' | 'boolean' | 'json';

/** A field that a record of code has. */
export interface CodeField {
  readonly name: string;
  readonly slot: number;
  readonly kind: CodeKind;
  /** It is JSON text as it stood in the record: a string still has its quotes and escapes. */
  readonly isJson: boolean;
}

/** What the values of a field are for code: by its type, or by what JSON says. Dates and times are texts. */
export function codeKindOf({ type, isJson }: Pick<ScopeField, 'type' | 'isJson'>): CodeKind {
  if (type === null) return isJson ? 'json' : 'text';
  return type.builtIn ? (kinds.get(type.name) ?? 'text') : 'text';
}

const kinds: ReadonlyMap<ColumnType['name'], CodeKind> = new Map([
  ['int2', 'integer'],
  ['int4', 'integer'],
  ['int8', 'integer'],
  ['float4', 'number'],
  ['float8', 'number'],
  ['numeric', 'number'],
  ['bool', 'boolean'],
  ['json', 'json'],
  ['jsonb', 'json'],
]);
