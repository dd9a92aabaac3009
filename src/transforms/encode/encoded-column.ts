import type { Codec, ColumnType } from '../../schema/codecs/codec.js';
import type { Spelling } from '../../schema/spelling/spelling.js';
import type { ComputedField } from './computed-field.js';

/** One column of the COPY command and where its values come from. */
export interface EncodedColumn {
  /** The index of the field in a record, or what makes the value of a column that no field fills. */
  readonly field: number | ComputedField;
  /** The file column's name, for rejects. */
  readonly name: string;
  readonly type: ColumnType;
  readonly nullable: boolean;
  /** Reads the value as PostgreSQL spells it. Null when the type has none: then every batch goes as text. */
  readonly codec: Codec | null;
  /** How the file spells the values; none: as PostgreSQL does. Not for computed fields. */
  readonly spelling?: Spelling | null;
}

/** The most bytes that the computed values of a record have together. */
export function computedBytes(columns: readonly EncodedColumn[]): number {
  return columns.reduce((sum, { field }) => sum + (typeof field === 'number' ? 0 : field.bytes.length), 0);
}
