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

/**
 * Says how many bytes the values of a record have at most.
 *
 * @param columns - All that are made of it.
 * @returns A function of the bytes that its fields have.
 */
export function valuesBound(columns: readonly EncodedColumn[]): (fieldBytes: number) => number {
  const computed = columns.flatMap(({ field }) => (typeof field === 'number' ? [] : [field]));
  const constant = computed.reduce((sum, { bytes }) => sum + bytes.length, 0);
  const factor = computed.reduce((sum, { growth = 0 }) => sum + growth, 1);
  return (fieldBytes) => constant + factor * fieldBytes;
}
