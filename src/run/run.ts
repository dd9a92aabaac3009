import type { ReadingPlan } from '../config/reading-plan.js';
import type { RejectPlan } from '../config/reject-plan.js';
import { traceOf } from '../errors/trace.js';
import { databaseError } from '../postgres/errors.js';
import type { RunSummary } from '../report/summary.js';
import type { TransformPlan } from '../schema/transform/transform-plan.js';
import { newResources, type ProgramResources } from '../transforms/record/program-resources.js';
import { Interrupt } from './interrupt.js';
import { Releasers } from './releasers.js';
import { RunAccount } from './run-account.js';
import type { RunContext } from './run-context.js';

/** What every run that reads records is told. */
export interface RunPlan {
  readonly reading: ReadingPlan;
  readonly transform: TransformPlan;
  readonly rejects: RejectPlan;
}

/** What the phases of a run share. */
export interface Run<Plan extends RunPlan = RunPlan> {
  readonly plan: Plan;
  readonly context: RunContext;
  readonly account: RunAccount;
  /** Whatever a phase takes, it has let go of here, when the run ends. */
  readonly releasers: Releasers;
  readonly interrupt: Interrupt;
  /** What the transforming of records needs besides the plan. */
  readonly resources: ProgramResources;
}

/** A run to be made. */
export interface RunOptions<Plan extends RunPlan> {
  readonly command: RunSummary['command'];
  readonly plan: Plan;
  readonly context: RunContext;
  /** By `performance.now()`, in milliseconds. Default: now. */
  readonly startedAt?: number;
  /** Nothing is to be committed. Default: false */
  readonly isTrial?: boolean;
}

/**
 * Makes a run: whatever happens in `work`, what it has taken is let go of, and the summary says how it ended. This
 * never rejects.
 */
export async function makeRun<Plan extends RunPlan>(
  { command, plan, context, startedAt = performance.now(), isTrial = false }: RunOptions<Plan>,
  work: (run: Run<Plan>) => Promise<void>,
): Promise<RunSummary> {
  const releasers = new Releasers();
  const account = new RunAccount(command, isTrial, startedAt);
  const interrupt = new Interrupt(context.io.signal);
  try {
    await work({
      plan,
      context,
      account,
      releasers,
      interrupt,
      resources: newResources(context.io.signal, plan.reading.spelling),
    });
  } catch (error) {
    account.error = databaseError(interrupt.causeOf(error));
    context.io.stderr.write(traceOf(account.error, context.io.env));
    context.onError?.(account.error);
  }
  const late = await releasers.releaseAll();
  if (late !== null) account.error ??= databaseError(interrupt.causeOf(late.error));
  interrupt.release();
  return account.summary(context.digest);
}
