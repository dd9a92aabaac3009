import type { Codec, ColumnType } from '../../schema/codecs/codec.js';

/** One column of the COPY command and the field that it is read from. */
export interface EncodedColumn {
  /** The index of the field in a record. */
  readonly field: number;
  /** The file column's name, for rejects. */
  readonly name: string;
  readonly type: ColumnType;
  readonly nullable: boolean;
  /** Null when the type has none: then every batch goes as text. */
  readonly codec: Codec | null;
}
