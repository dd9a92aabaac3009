/** How a CSV file is written: everything the byte parser must know. */
export interface CsvDialect {
  /** The one byte between fields; never a quote, CR or LF. */
  readonly delimiter: number;
  /** The one byte around quoted fields, or {@link NO_QUOTE}. */
  readonly quote: number;
  /** Texts that mean NULL when unquoted, besides the empty field. */
  readonly nulls: readonly Buffer[];
  /** The longest record in bytes; a longer one is a reject. */
  readonly maxRecordBytes: number;
}

/** The `quote` of a dialect in which nothing is quoted: no byte is equal to it. */
export const NO_QUOTE = -1;

/** Line feed: the end of a line, alone or after a carriage return. */
export const LF = 0x0a;

/** Carriage return: part of a line end before LF, an ordinary byte elsewhere. */
export const CR = 0x0d;
