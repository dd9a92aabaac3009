import type { RunSummary } from '../report/summary.js';
import type { RunPlan } from '../run/run.js';
import type { RunContext } from '../run/run-context.js';

/** A run that is settled in all it takes, and has not begun. */
export interface ResolvedRun<Plan extends RunPlan = RunPlan> {
  readonly plan: Plan;
  /** Makes it. Whatever happens, the summary says how it ended: this never rejects. */
  readonly make: (context: RunContext) => Promise<RunSummary>;
}
