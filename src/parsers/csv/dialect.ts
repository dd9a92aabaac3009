/** How a CSV file is written: what flags say, detection finds out, and the parsers must know. */
export interface CsvDialect {
  /** Stands between fields: one character or more. Empty: a line is one field. */
  readonly delimiter: string;
  /** Stands around quoted fields: one character or more. Empty: nothing is quoted. */
  readonly quote: string;
  /** Stands before a quote that is part of a quoted value: the quote itself (doubled quotes), a backslash, or other. */
  readonly escape: string;
  /** What a line that is a comment begins with. Empty: there are none. */
  readonly comment: string;
  /** What ends a line: LF and CRLF; or, as on old Macs, CR too. */
  readonly lineEnd: 'lf' | 'cr';
  /** Physical lines before the header, or before the first record, that are passed over. */
  readonly skipLines: number;
  /** How many records the header has; 0: there is none. */
  readonly headerLines: number;
  /** Spaces and tabs around a field are no part of it; those inside quotes are. */
  readonly trim: boolean;
  /** What becomes of a record with too few fields (`pad`: the missing are NULL) or too many (`truncate`: they go). */
  readonly ragged: 'reject' | 'pad' | 'truncate';
  /** Texts that mean NULL when unquoted, besides the empty field. */
  readonly nulls: readonly string[];
  /** The longest record in bytes; a longer one is a reject. */
  readonly maxRecordBytes: number;
}

/** RFC 4180 with a header, and with LF as good as CRLF: what a file is taken for when nothing speaks against it. */
export const DEFAULT_DIALECT: CsvDialect = {
  delimiter: ',',
  quote: '"',
  escape: '"',
  comment: '',
  lineEnd: 'lf',
  skipLines: 0,
  headerLines: 1,
  trim: false,
  ragged: 'reject',
  nulls: [],
  maxRecordBytes: 16 * 1024 * 1024,
};

/** Line feed: the end of a line, alone or after a carriage return. */
export const LF = 0x0a;

/** Carriage return: part of a line end before LF; elsewhere an ordinary byte, unless the dialect's line end is `cr`. */
export const CR = 0x0d;
