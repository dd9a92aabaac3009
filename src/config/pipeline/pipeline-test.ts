/** One example of a pipeline file. */
export interface PipelineTest {
  /** What it shows; `example N` where it has no name. */
  readonly name: string;
  /** Such as `orders.sluice.yaml:31:5`. */
  readonly place: string;
  /** The text of an input, which is that of NDJSON where records were given. */
  readonly input: string;
  /** Records were given, so the text is NDJSON whatever the file says of its inputs. */
  readonly isRecords: boolean;
  /** The rows in their order; null: they are not compared. */
  readonly expect: readonly ExpectedRow[] | null;
  /** Columns that a row does not name are not compared. */
  readonly isPartial: boolean;
  readonly rejects: readonly ExpectedReject[];
}

/** What the columns of a row are to hold, by their names. */
export type ExpectedRow = ReadonlyMap<string, ExpectedValue>;

/** What a value is to be: NULL, a truth value, a number or a text as it is written, or JSON. */
export type ExpectedValue =
  | { readonly kind: 'null' }
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'number' | 'text'; readonly text: string }
  | { readonly kind: 'json'; readonly value: unknown };

/** What is to be found wrong; null is anything. */
export interface ExpectedReject {
  readonly line: number | null;
  readonly record: number | null;
  readonly column: string | null;
  readonly code: string | null;
  /** A part of what is said. */
  readonly message: string | null;
}
