/** What `sluice inspect` found out; `--json` prints exactly this. docs/inspect.md explains every field. */
export interface InspectReport {
  /** As the user named it; `-` is stdin. */
  readonly source: string;
  /** Such as `csv` or `ndjson`. */
  readonly format: string;
  /** Such as `utf-8`. */
  readonly encoding: string;
  /** Such as `gzip`, or null. */
  readonly compression: string | null;
  /** How the format is written, in the order to show; empty for a format that has no dialects. */
  readonly dialect: readonly DialectFact[];
  /** Bytes read, before anything is decompressed. */
  readonly bytes: number;
  /** Records that the statistics are of. */
  readonly records: number;
  /** Records that could not be read: they are not among `records`. */
  readonly malformed: number;
  /** Reading stopped before the end of the source, as `--sample` asked. */
  readonly isSample: boolean;
  readonly columns: readonly InspectedColumn[];
  /** The statement that makes a table for the source, without a semicolon; null when there can be none. */
  readonly createTable: string | null;
  /** The command that loads the source with all that was detected spelled out. */
  readonly loadCommand: string;
}

/** One trait of a dialect. */
export interface DialectFact {
  /** The flag's name without its hyphens: `delimiter`. */
  readonly name: string;
  readonly value: string;
  /** A flag said so; else it was detected. */
  readonly given: boolean;
}

/** A column and its statistics. Values are text: long ones are cut and end in `…`. */
export interface InspectedColumn {
  /** As the source has it; empty where it has no names. */
  readonly name: string;
  /** The name in the table. */
  readonly column: string;
  readonly type: string;
  readonly values: number;
  readonly nulls: number;
  readonly empties: number;
  readonly distinct: number;
  readonly distinctIsExact: boolean;
  readonly min: string | null;
  readonly max: string | null;
  readonly longest: { readonly characters: number; readonly line: number } | null;
  readonly examples: readonly string[];
  readonly ruledOut: readonly RuledOutType[];
  readonly mostly: (RuledOutType & { readonly share: number }) | null;
  readonly histogram: ColumnHistogram | null;
}

/** A type that a column does not have, and the first value that says so. */
export interface RuledOutType {
  readonly type: string;
  readonly line: number;
  readonly value: string;
}

/** How a column's values are spread. */
export type ColumnHistogram =
  | { readonly kind: 'range'; readonly from: string; readonly to: string; readonly counts: readonly number[] }
  | { readonly kind: 'length'; readonly from: number; readonly to: number; readonly counts: readonly number[] }
  | { readonly kind: 'frequency'; readonly values: readonly { readonly value: string; readonly count: number }[] };
