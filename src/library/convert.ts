import type { Writable } from 'node:stream';
import { convertFlags, type ConvertFlags, type ConvertPlan } from '../config/convert-plan.js';
import { listFlags } from '../config/list-flags.js';
import { SluiceError } from '../errors/sluice-error.js';
import type { RunSummary } from '../report/summary.js';
import { assertOptions } from './assert-options.js';
import { optionFlags } from './option-flags.js';
import { perform } from './perform.js';
import type { Runner } from './resolve-run.js';
import type { FlagOptions, RunOptions } from './run-options.js';

/** What is to be converted, and into what: the flags of `sluice convert`, and what every run takes. */
export interface ConvertOptions extends FlagOptions<Omit<ConvertFlags, 'output' | 'rejectsDir'>>, RunOptions {
  /** A file, which comes to its place when it is whole; or a stream, which is written to and stays open. */
  readonly output: string | Writable;
}

/**
 * Reads the inputs and writes them as clean CSV, TSV or NDJSON, to a file or a stream.
 *
 * @returns How it ended, when all has been written. A stream that is destroyed meanwhile has had enough: that is a good
 *   end too, with `stoppedEarly` true.
 * @throws As `load`; what was written to a stream before is in it.
 */
export async function convert(options: ConvertOptions): Promise<RunSummary> {
  assertOptions(options);
  const { output, ...others } = options;
  if (typeof output === 'string') return converted(others, { ...flagsOf(others), output });
  if (typeof (output as Partial<Writable> | undefined | null)?.on !== 'function') throw noOutput();
  // A stream that fails tells whoever waits for a write; without a listener it would end the process too.
  output.on('error', ignore);
  try {
    return await converted(others, flagsOf(others), output);
  } finally {
    output.off('error', ignore);
  }
}

function flagsOf(options: Omit<ConvertOptions, 'output'>): ConvertFlags {
  return optionFlags(options, listFlags(convertFlags)) as ConvertFlags;
}

function converted(options: RunOptions, flags: ConvertFlags, output?: Writable): Promise<RunSummary> {
  const run = { command: 'convert', options, flags, runner } as const;
  return perform(output === undefined ? run : { ...run, output });
}

function noOutput(): SluiceError {
  return new SluiceError('USAGE', 'A conversion has to know where to write to.', {
    hint: 'Pass a path or a stream as output.',
  });
}

function ignore(): void {
  // The write that failed says so.
}

/** Imported when it is needed: a pipeline in code imports this package for its types alone. */
const runner: Runner<ConvertPlan> = async (plan, context) => {
  const { runConvert } = await import('../run/convert.js');
  return runConvert(plan, context);
};
