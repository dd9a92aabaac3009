import { Transform, type TransformCallback } from 'node:stream';
import type { Batch } from '../../batch/batch.js';
import type { Step } from './step.js';

/** The stage that runs steps over each batch, in order. */
export class StepStage extends Transform {
  readonly #steps: readonly Step[];

  constructor(steps: readonly Step[]) {
    super({ objectMode: true, writableHighWaterMark: 1, readableHighWaterMark: 1 });
    this.#steps = steps;
  }

  override _transform(batch: Batch, _encoding: BufferEncoding, callback: TransformCallback): void {
    try {
      callback(
        null,
        this.#steps.reduce((current, step) => step(current), batch),
      );
    } catch (error) {
      callback(error as Error);
    }
  }
}
