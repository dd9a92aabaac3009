import { listFlags } from '../config/list-flags.js';
import { loadFlags, type LoadFlags } from '../config/load-plan.js';
import { SluiceError } from '../errors/sluice-error.js';
import type { RunSummary } from '../report/summary.js';
import { optionFlags } from './option-flags.js';
import { perform } from './perform.js';
import { resolveLoad } from './resolve-load.js';
import type { FlagOptions, RunOptions } from './run-options.js';

/** What is to be loaded, into what, and how: the flags of `sluice load`, and what every run takes. */
export interface LoadOptions extends FlagOptions<Omit<LoadFlags, 'rejectsDir'>>, RunOptions {
  /** A pipeline file. Options come before what it says. Default: there is none */
  readonly pipeline?: string | undefined;
}

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
export function load(options: LoadOptions): Promise<RunSummary> {
  return perform({
    options,
    async resolve(surroundings) {
      const flags = optionFlags<LoadFlags>(options, listFlags(loadFlags));
      const run = await resolveLoad({ ...surroundings, flags, pipeline: options.pipeline ?? null });
      if (options.rejectsDir === null && run.plan.ledger.use === 'resumable') throw filesNeeded();
      return run;
    },
  });
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
