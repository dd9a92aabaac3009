import { Transform, type TransformCallback } from 'node:stream';
import type { Batch } from '../../batch/batch.js';
import { runSteps, type Step } from './step.js';

/** The stage that runs steps over each batch, in order. */
export class StepStage extends Transform {
  readonly #steps: readonly Step[];

  constructor(steps: readonly Step[]) {
    super({ objectMode: true, writableHighWaterMark: 1, readableHighWaterMark: 1 });
    this.#steps = steps;
  }

  override _transform(batch: Batch, _encoding: BufferEncoding, callback: TransformCallback): void {
    try {
      const outcome = runSteps(this.#steps, batch);
      if (outcome instanceof Promise) outcome.then((done) => callback(null, done), callback);
      else callback(null, outcome);
    } catch (error) {
      callback(error as Error);
    }
  }
}
