import type { ColumnType } from '../../schema/codecs/codec.js';

/** Where a value of a record is, at one point of the way. */
export interface ScopeField {
  /** The index of the field in a record of the batches. */
  readonly slot: number;
  /** What is known of its type; null: nothing, so it is text, or what JSON says it is. */
  readonly type: ColumnType | null;
  /** It is JSON text as it stood in the record: a string still has its quotes and escapes. */
  readonly isJson: boolean;
  /** It is spelled as PostgreSQL does it, whatever the file's way is. Default: as the file does. */
  readonly isPlain?: boolean;
}

/** The values of a record by their names, at one point of the way; in their order. */
export type Scope = ReadonlyMap<string, ScopeField>;
