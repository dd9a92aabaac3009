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

/** The functions of a pipeline file. */
export interface CodePlan {
  /** The file, for messages. */
  readonly file: string;
  /** A zod schema that every record is run through; null: there is none. */
  readonly schema: unknown;
  /** What is done with every record; null: nothing. */
  readonly transform:
    ((record: CodeRecord, context: TransformContext) => TransformResult | Promise<TransformResult>) | null;
  /** The columns that it returns besides those that it is given; they need not be named where a table has them. */
  readonly output: readonly string[];
  /** Calls of an asynchronous transform that may be under way at a time, from 1. */
  readonly concurrency: number;
}
