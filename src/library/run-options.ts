import type { Readable } from 'node:stream';
import type { PipelineDefinition } from '../config/pipeline/code/define-pipeline.js';
import type { RunListeners } from './run-events.js';

/** A pipeline in code, of whatever records. */
// A function of records of one kind takes no others, so nothing but `any` stands for all kinds.
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- See above.
export type Pipeline = PipelineDefinition<any>;

/** What every run takes besides the flags of its command. */
export interface RunOptions {
  /** Paths, patterns, folders (with `include`) or URLs; or `-` for `stdin`. Default: the inputs of the pipeline. */
  readonly inputs?: string | readonly string[] | undefined;
  /** A pipeline file, or what `definePipeline` returns. Options come before what it says. Default: there is none */
  readonly pipeline?: string | Pipeline | undefined;
  /** The folder that relative paths start from. Default: that of the process. */
  readonly cwd?: string | undefined;
  /** Where the database is looked for, and what a pipeline file's `${…}` is taken from. Default: that of the process. */
  readonly env?: NodeJS.ProcessEnv | undefined;
  /** What the input `-` stands for: a stream of bytes. The run destroys it at its end. Default: `-` is an error. */
  readonly stdin?: Readable | undefined;
  /** Ends the run when it is aborted: what has not been committed is rolled back. */
  readonly signal?: AbortSignal | undefined;
  /** Who is told what while the run goes on. */
  readonly on?: RunListeners | undefined;
  /** The folder for reject files; null: none are written. Default: the working folder. */
  readonly rejectsDir?: string | null | undefined;
}

/**
 * The flags of a command as options, under their camel-case names: `--max-errors` is `maxErrors`. What may be repeated
 * on the command line is a list, or the one value; counts, sizes and times may be numbers.
 */
export type FlagOptions<Flags> = {
  readonly [Name in keyof Flags]: OptionValue<Flags[Name], Name extends NumericOption ? number : never>;
};

/** Flags whose text may be that of a number. */
type NumericOption =
  'header' | 'lockTimeout' | 'maxErrors' | 'maxRecordBytes' | 'retryTimeout' | 'shutdownTimeout' | 'statementTimeout';

type OptionValue<Value, Also> = Value extends readonly string[]
  ? string | readonly string[]
  : string extends Value
    ? Value | Also
    : Value;
