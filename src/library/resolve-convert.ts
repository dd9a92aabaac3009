import { resolveConvertPlan, type ConvertFlags, type ConvertPlan } from '../config/convert-plan.js';
import { runConvert } from '../run/convert.js';
import type { ResolvedRun } from './resolved-run.js';

/**
 * Settles what a conversion goes by.
 *
 * @throws SluiceError USAGE
 */
export function resolveConvert(inputs: readonly string[], flags: ConvertFlags): ResolvedRun<ConvertPlan> {
  const plan = resolveConvertPlan(inputs, flags);
  return { plan, make: (context) => runConvert(plan, context) };
}
