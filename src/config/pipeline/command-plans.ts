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
  /** The camel-case names of its flags. */
  readonly flags: readonly string[];
  /** As `resolveLoadPlan`. */
  resolve(
    inputs: readonly string[],
    flags: CommandPlans[Command]['flags'],
    file?: TransformPlan,
  ): CommandPlans[Command]['plan'];
}

/** How each of them does. */
export const commandPlans: { readonly [Command in PipelineCommand]: CommandPlanning<Command> } = {
  load: { flags: Object.keys(loadFlags.shape), resolve: resolveLoadPlan },
  validate: { flags: Object.keys(validateFlags.shape), resolve: resolveValidatePlan },
  convert: { flags: Object.keys(convertFlags.shape), resolve: resolveConvertPlan },
};
