import { resolveValidatePlan, type ValidateFlags, type ValidatePlan } from '../config/validate-plan.js';
import { runValidate } from '../run/validate.js';
import type { ResolvedRun } from './resolved-run.js';

/**
 * Settles what a validation goes by.
 *
 * @throws SluiceError USAGE
 */
export function resolveValidate(inputs: readonly string[], flags: ValidateFlags): ResolvedRun<ValidatePlan> {
  const plan = resolveValidatePlan(inputs, flags);
  return { plan, make: (context) => runValidate(plan, context) };
}
