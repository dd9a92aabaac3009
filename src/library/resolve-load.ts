import { resolveLoadPlan, type LoadPlan } from '../config/load-plan.js';
import type { LoadRequest } from '../config/pipeline/resolve-pipeline.js';
import { runLoad } from '../run/load.js';
import type { ResolvedRun } from './resolved-run.js';

/**
 * Settles what a load goes by, from its flags and its pipeline.
 *
 * @throws SluiceError USAGE, PIPELINE_INVALID
 */
export async function resolveLoad(request: LoadRequest): Promise<ResolvedRun<LoadPlan>> {
  const { inputs, flags, pipeline } = request;
  if (pipeline !== null || inputs.length === 0) return resolvePipelineLoad(request);
  const plan = resolveLoadPlan(inputs, flags);
  return { plan, make: (context) => runLoad(plan, context) };
}

/** The reader of pipeline files is imported by those only who have one. */
async function resolvePipelineLoad(request: LoadRequest): Promise<ResolvedRun<LoadPlan>> {
  const { resolvePipeline } = await import('../config/pipeline/resolve-pipeline.js');
  const { plan, tell } = await resolvePipeline(request);
  return {
    plan,
    async make(context) {
      const summary = await runLoad(plan, context);
      return summary.error === null ? summary : { ...summary, error: tell(summary.error) };
    },
  };
}
