import { listFlags } from '../config/list-flags.js';
import { loadFlags, type LoadFlags, type LoadPlan } from '../config/load-plan.js';
import { SluiceError } from '../errors/sluice-error.js';
import type { RunSummary } from '../report/summary.js';
import { assertOptions } from './assert-options.js';
import { optionFlags } from './option-flags.js';
import { perform } from './perform.js';
import type { Runner } from './resolve-run.js';
import type { FlagOptions, RunOptions } from './run-options.js';

/** What is to be loaded, into what, and how: the flags of `sluice load`, and what every run takes. */
export interface LoadOptions extends FlagOptions<Omit<LoadFlags, 'rejectsDir'>>, RunOptions {}

/**
 * Checks every value of the inputs and loads them into a PostgreSQL table: all of it, or nothing.
 *
 * Several loads may run at once in a process. Nothing is written to its streams, its signals are left alone, and it is
 * not ended.
 *
 * @returns How it ended, when the rows are in: with no rejects, or with no more than `maxErrors` allows.
 * @throws RunFailedError with the code of what stopped it and its summary: TOO_MANY_REJECTS over the budget, INTERRUPTED
 *   when `signal` was aborted before the commit, and those of docs/errors.md. SluiceError USAGE or PIPELINE_INVALID when
 *   the options are wrong; then nothing has begun. Whatever a listener throws.
 */
export async function load(options: LoadOptions): Promise<RunSummary> {
  assertOptions(options);
  const flags = optionFlags(options, listFlags(loadFlags)) as LoadFlags;
  return perform({
    command: 'load',
    options,
    flags,
    runner,
    assertPlan: (plan) => assertFiles(plan, options),
  });
}

/** A run that goes on adds to the reject files of the one before. */
function assertFiles({ ledger }: LoadPlan, { rejectsDir }: LoadOptions): void {
  if (ledger.use === 'resumable' && rejectsDir === null) throw filesNeeded();
}

function filesNeeded(): SluiceError {
  return new SluiceError(
    'USAGE',
    '--resumable needs reject files: a run that goes on adds to those of the one before.',
    {
      hint: 'Name a folder with --rejects-dir, or leave it out.',
    },
  );
}

/** Imported when it is needed: a pipeline in code imports this package for its types alone. */
const runner: Runner<LoadPlan> = async (plan, context) => {
  const { runLoad } = await import('../run/load.js');
  return runLoad(plan, context);
};
