import type { Batch } from '../../batch/batch.js';

/**
 * A function of a batch. It may change the batch that it is given, which it then returns, or promises; its records'
 * original bytes and places stay as they are. Steps run one after another in one stage, so none is ever called while
 * another runs.
 */
export type Step = (batch: Batch) => Batch | Promise<Batch>;

/** A step that never has to wait. */
export type PromptStep = (batch: Batch) => Batch;

/**
 * Runs steps over a batch, in order.
 *
 * @returns The batch; a promise of it only if a step has made one.
 */
export function runSteps(steps: readonly Step[], batch: Batch, first = 0): Batch | Promise<Batch> {
  let current = batch;
  for (let index = first; index < steps.length; index++) {
    const outcome = steps[index](current);
    if (outcome instanceof Promise) return outcome.then((next) => runSteps(steps, next, index + 1));
    current = outcome;
  }
  return current;
}
