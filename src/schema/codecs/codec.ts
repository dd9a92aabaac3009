/**
 * The contract of a codec: it reads one field's bytes as one Postgres type and appends the field's binary COPY
 * image. Codecs are only an accelerator: what a codec accepts, Postgres accepts with the same stored value; what
 * it rejects, Postgres refuses; for all else it answers "undecided", and Postgres itself reads the text.
 *
 * Format: https://www.postgresql.org/docs/current/sql-copy.html ("Binary Format").
 */

/** The answers of a codec. From `Verdict.invalid` up, each is a reason for a reject. */
export const Verdict = {
  /** The image has been appended. */
  accepted: 0,
  /** Postgres might take this spelling; its batch goes in COPY text format, and Postgres decides. */
  undecided: 1,
  /** Not a spelling of the type. */
  invalid: 2,
  /** The right form, but outside the type's limits (also: numeric(p,s) overflow). */
  outOfRange: 3,
  /** Longer than the `n` of varchar(n), char(n) or bit. */
  tooLong: 4,
  /** NULL in a column that is NOT NULL. */
  notNull: 5,
  /** Not a label of the enum. */
  notALabel: 6,
  /** Holds a NUL byte, which Postgres text can't. */
  nulByte: 7,
  /** Not valid UTF-8. */
  badUtf8: 8,
} as const;

/** One of the numbers in {@link Verdict}. */
export type VerdictCode = (typeof Verdict)[keyof typeof Verdict];

/** A growing run of COPY bytes. Codecs append at `offset`; whoever calls them has made sure of the room. */
export interface CopyOutput {
  bytes: Buffer;
  offset: number;
}

/**
 * The most that a codec may append for one field of `length` bytes: what a caller must have made room for.
 * A value whose image would be longer (numeric `1e9999`) is undecided.
 *
 * @param length - The field's length in bytes.
 */
export function imageBound(length: number): number {
  return 32 + 2 * length;
}

/**
 * Reads `bytes[start..end)` as the codec's type. When accepted, the field's four-byte length word and its image
 * have been appended to `output` and `output.offset` moved past them. After any other answer `output.offset` is
 * unspecified: the caller resets it. Called once a field, from one place at a time; must not allocate on the
 * accepted path, must not throw, and must not keep a reference to its arguments. The bytes are valid UTF-8
 * without NUL unless {@link Verdict.nulByte} / {@link Verdict.badUtf8} was already answered for them. NULL never
 * comes here.
 */
export type Codec = (bytes: Buffer, start: number, end: number, output: CopyOutput) => VerdictCode;

/** What of the session changes how Postgres reads text. */
export interface SessionSettings {
  /** The session's `TimeZone` as Postgres shows it, such as `UTC` or `Europe/Paris`. */
  readonly timeZone: string;
  /** The field order of `DateStyle`: how `1/2/2024` is read. */
  readonly dateOrder: 'MDY' | 'DMY' | 'YMD';
}

/** A column's type as the catalog has it, domains already resolved to their base. */
export interface ColumnType {
  /** `pg_type.typname` of the base type: `int4`, `numeric`, `timestamptz`, … */
  readonly name: string;
  /** `pg_type.typnamespace` is `pg_catalog`: only then does `name` mean the built-in type. */
  readonly builtIn: boolean;
  /** `atttypmod` (or the domain's `typtypmod`); -1 when there is none. */
  readonly typmod: number;
  /** As `format_type` prints it: `numeric(12,2)`, `character varying(20)`; for messages and DDL. */
  readonly display: string;
  /** The labels in order when the type is an enum, else empty. */
  readonly labels: readonly string[];
}

/** Makes the codec of one column; called once a column and run. */
export type CodecFactory = (type: ColumnType, session: SessionSettings) => Codec;
