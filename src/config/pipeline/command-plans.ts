import type { z } from 'zod';
import type { TransformPlan } from '../../schema/transform/transform-plan.js';
import { convertFlags, resolveConvertPlan, type ConvertFlags, type ConvertPlan } from '../convert-plan.js';
import { loadFlags, resolveLoadPlan, type LoadFlags, type LoadPlan } from '../load-plan.js';
import { resolveValidatePlan, validateFlags, type ValidateFlags, type ValidatePlan } from '../validate-plan.js';

/** The flags and the plan of each command that a pipeline file may be given to. */
export interface CommandPlans {
  readonly load: { readonly flags: LoadFlags; readonly plan: LoadPlan };
  readonly validate: { readonly flags: ValidateFlags; readonly plan: ValidatePlan };
  readonly convert: { readonly flags: ConvertFlags; readonly plan: ConvertPlan };
}

/** The name of such a command. */
export type PipelineCommand = keyof CommandPlans;

/** How a command comes to its plan. */
interface CommandPlanning<Command extends PipelineCommand> {
  /** What its flags take, by their camel-case names. */
  readonly forms: Readonly<Record<string, z.ZodType>>;
  /** As `resolveLoadPlan`. */
  resolve(
    inputs: readonly string[],
    flags: CommandPlans[Command]['flags'],
    file?: TransformPlan,
  ): CommandPlans[Command]['plan'];
}

/** How each of them does. */
export const commandPlans: { readonly [Command in PipelineCommand]: CommandPlanning<Command> } = {
  load: { forms: loadFlags.shape, resolve: resolveLoadPlan },
  validate: { forms: validateFlags.shape, resolve: resolveValidatePlan },
  convert: { forms: convertFlags.shape, resolve: resolveConvertPlan },
};
