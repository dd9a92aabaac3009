import { LF, type CsvDialect } from './dialect.js';

/** What the record scanner looks for, a byte each. */
export interface ByteDialect {
  /** LF where a line is one field. */
  readonly delimiter: number;
  /** {@link NO_QUOTE} where nothing is quoted. */
  readonly quote: number;
  /** A backslash, and not a doubled quote, makes a quote part of the value. */
  readonly backslash: boolean;
  readonly trim: boolean;
  readonly nulls: readonly Buffer[];
}

/** The `quote` of a dialect in which nothing is quoted: no byte is equal to it. */
const NO_QUOTE = -1;

/**
 * The dialect as the byte parser reads it; null when it does not, and csv-parse must: a delimiter or quote of several
 * bytes, an escape that is neither the quote nor a backslash, lines that end in CR alone.
 */
export function byteDialectOf(dialect: CsvDialect): ByteDialect | null {
  const { delimiter, quote, escape, lineEnd, trim, nulls } = dialect;
  const isCovered =
    lineEnd === 'lf' &&
    Buffer.byteLength(delimiter) <= 1 &&
    Buffer.byteLength(quote) <= 1 &&
    (quote === '' || escape === quote || escape === '\\');
  if (!isCovered) return null;
  return {
    delimiter: delimiter === '' ? LF : delimiter.charCodeAt(0),
    quote: quoteByteOf(dialect),
    backslash: quote !== '' && escape !== quote,
    trim,
    nulls: nulls.map((text) => Buffer.from(text)),
  };
}

/** The `quote` of a dialect's batches: the byte that is undoubled in them; {@link NO_QUOTE} if there is none. */
export function quoteByteOf({ quote }: CsvDialect): number {
  return Buffer.byteLength(quote) === 1 ? quote.charCodeAt(0) : NO_QUOTE;
}
