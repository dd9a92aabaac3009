import { listFlags } from '../config/list-flags.js';
import { validateFlags, type ValidateFlags, type ValidatePlan } from '../config/validate-plan.js';
import type { RunSummary } from '../report/summary.js';
import { assertOptions } from './assert-options.js';
import { optionFlags } from './option-flags.js';
import { perform } from './perform.js';
import type { Runner } from './resolve-run.js';
import type { FlagOptions, RunOptions } from './run-options.js';

/** What is to be checked, and how: the flags of `sluice validate`, and what every run takes. */
export interface ValidateOptions extends FlagOptions<Omit<ValidateFlags, 'rejectsDir'>>, RunOptions {}

/**
 * Checks every value of the inputs as a load would, and loads nothing: against a table when `table` or `db` is given, and
 * else, with no database, against given and inferred types.
 *
 * @returns How it ended, with no rejects, or with no more than `maxErrors` allows: `'100%'` always ends so.
 * @throws As `load`.
 */
export async function validate(options: ValidateOptions): Promise<RunSummary> {
  assertOptions(options);
  const flags = optionFlags(options, listFlags(validateFlags)) as ValidateFlags;
  return perform({ command: 'validate', options, flags, runner });
}

/** Imported when it is needed: a pipeline in code imports this package for its types alone. */
const runner: Runner<ValidatePlan> = async (plan, context) => {
  const { runValidate } = await import('../run/validate.js');
  return runValidate(plan, context);
};
