import { commandPlans, type CommandPlans, type PipelineCommand } from '../config/pipeline/command-plans.js';
import type { PipelineRequest } from '../config/pipeline/resolve-pipeline.js';
import type { RunSummary } from '../report/summary.js';
import type { RunContext } from '../run/run-context.js';

/** A plan, and the way to make a run of it that words errors in terms of the pipeline file. */
export interface ResolvedRun<Plan> {
  readonly plan: Plan;
  /** Makes it. Whatever happens, the summary says how it ended: this never rejects. */
  readonly run: (runner: Runner<Plan>, context: RunContext) => Promise<RunSummary>;
}

/** What makes a run of a plan. */
export type Runner<Plan> = (plan: Plan, context: RunContext) => Promise<RunSummary>;

/**
 * Settles what a run goes by, from flags and a pipeline: for commands and for code. The reader of pipeline files is
 * imported by those only who have one.
 *
 * @throws SluiceError USAGE, PIPELINE_INVALID
 */
export async function resolveRun<Command extends PipelineCommand>(
  request: PipelineRequest<Command>,
): Promise<ResolvedRun<CommandPlans[Command]['plan']>> {
  const { command, inputs, flags, pipeline } = request;
  if (pipeline === null && inputs.length > 0) {
    const plan = commandPlans[command].resolve(inputs, flags);
    return { plan, run: (runner, context) => runner(plan, context) };
  }
  const { resolvePipeline } = await import('../config/pipeline/resolve-pipeline.js');
  const { plan, tell } = await resolvePipeline(request);
  return {
    plan,
    async run(runner, context) {
      const summary = await runner(plan, context);
      return summary.error === null ? summary : { ...summary, error: tell(summary.error) };
    },
  };
}
