/** What a pipeline written in JavaScript or TypeScript adds: its own functions. */

/** A value of a record as code sees it. */
export type CodeValue = unknown;

/** A record as code sees it: a value for each column. */
export type CodeRecord = Record<string, CodeValue>;

/** What a transform function is told besides the record. */
export interface TransformContext {
  /** The name of the source, as the user named it. */
  readonly source: string;
  /** The record's number in its source, from 1. */
  readonly record: number;
  /** The line on which it starts, from 1. */
  readonly line: number;
  /** Aborted when the run is. */
  readonly signal: AbortSignal;
}

/** What a transform function returns: a record, several, or none, which filters it. */
export type TransformResult = CodeRecord | readonly CodeRecord[] | null | undefined;

/** Something that is wrong with a record, as a schema says it. */
export interface SchemaIssue {
  /** Where in the record; the first is the column. */
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

/** The little of a zod schema that is used: it may come from another copy of zod than ours. */
export interface RecordSchema {
  /** Its keys with their schemas, if it is an object schema. */
  readonly shape?: Readonly<Record<string, unknown>>;
  readonly _zod?: { readonly def?: { readonly catchall?: unknown } };
  safeParse(record: CodeRecord): SchemaOutcome;
}

/** What a schema makes of a record. */
export type SchemaOutcome =
  | { readonly success: true; readonly data: unknown }
  | { readonly success: false; readonly error: { readonly issues: readonly SchemaIssue[] } };

/** The functions of a pipeline file. */
export interface CodePlan {
  /** The file, for messages. */
  readonly file: string;
  /** What is in it: a load can only be gone on with by the same. Empty for a definition, which has no file. */
  readonly text: string;
  /** A zod schema that every record is run through; null: there is none. */
  readonly schema: RecordSchema | null;
  /** What is done with every record; null: nothing. */
  readonly transform:
    ((record: CodeRecord, context: TransformContext) => TransformResult | Promise<TransformResult>) | null;
  /** The columns that it returns besides those that it is given; they need not be named where a table has them. */
  readonly output: readonly string[];
  /** Calls of an asynchronous transform that may be under way at a time, from 1. */
  readonly concurrency: number;
  /** How many of the plan's `steps` come before it. */
  readonly stepsBefore: number;
  /** Where in the user's files something was thrown, by its stack: `orders.sluice.ts:14:11`; null: the stack does not tell. */
  readonly locate: (stack: string) => string | null;
}

/** The names that a schema lists; null: it lists none. */
export function schemaNames(schema: RecordSchema | null): readonly string[] | null {
  const shape = schema?.shape;
  return typeof shape === 'object' ? Object.keys(shape) : null;
}

/** Whether a schema has a say on keys that it does not list: it is strict, or loose. Else they are left out by it. */
export function looksAtOthers(schema: RecordSchema): boolean {
  return schema._zod?.def?.catchall !== undefined;
}
