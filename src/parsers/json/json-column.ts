/**
 * How a column takes its values:
 *
 * - `scalar`: strings, numbers, true and false. An object or array is a fault.
 * - `text`: these too; an object or array is its own JSON text.
 * - `json`: every value is JSON text, so a string keeps its quotes and escapes. For json and jsonb.
 */
export type JsonColumnKind = 'scalar' | 'text' | 'json';

/** One column of the batches that a JSON parser makes. */
export interface JsonColumn {
  /** The column's name as faults show it: the key, or with `--flatten` the keys on the way joined by `_`. */
  readonly name: string;
  readonly kind: JsonColumnKind;
}

/** What a key means: the index of its column; to be passed over; or a fault. */
export type KeyMeaning = number | 'ignored' | 'unknown';

/** What a JSON parser must be told. */
export interface JsonParserOptions {
  readonly columns: readonly JsonColumn[];
  /**
   * What a key means. Asked once for each spelling of a key, but for more keys than anyone has (4,096).
   *
   * @param path - The key with its escapes undone; with `flatten`, after the keys of the objects around it.
   */
  readonly columnOf: (path: readonly string[]) => KeyMeaning;
  /** An object's own members are columns, unless the object has a column of kind `json`. */
  readonly flatten: boolean;
  /** Objects and arrays that may be open at once, the record itself among them. */
  readonly maxDepth: number;
  /** The most bytes of a record, without its line end. */
  readonly maxRecordBytes: number;
}
