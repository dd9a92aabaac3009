import { Transform, type TransformCallback } from 'node:stream';
import type { Batch } from '../../batch/batch.js';
import type { RejectSink } from '../../batch/faults.js';
import type { Encoder } from './encoder.js';

/** Encoded batches that may wait for the sink: enough that the server never waits for the encoder. */
const MAX_WAITING_BATCHES = 2;

/** The stage that turns batches into encoded batches, one for one; batches that hold nothing any more end here. */
export class EncodeStage extends Transform {
  readonly #encoder: Encoder;
  readonly #rejects: StoppingRejects;

  constructor(encoder: Encoder, rejects: StoppingRejects) {
    super({ objectMode: true, writableHighWaterMark: 1, readableHighWaterMark: MAX_WAITING_BATCHES });
    this.#encoder = encoder;
    this.#rejects = rejects;
  }

  override _transform(batch: Batch, _encoding: BufferEncoding, callback: TransformCallback): void {
    if (this.#rejects.enough) {
      callback();
      return;
    }
    try {
      const encoded = this.#encoder.encode(batch);
      // Whoever must know which records are done with is told of those too that were left out.
      const isAwaited = encoded.rejected.length > 0 || (batch.covered?.length ?? 0) > 0;
      if (batch.recordCount > 0 || isAwaited) this.push(encoded);
      else encoded.release();
    } catch (error) {
      callback(error as Error);
      return;
    }
    this.#rejects.drained().then(() => callback(), callback);
  }
}

/** The rejects as this stage needs them: once there are `enough`, batches are let go of unchecked. */
type StoppingRejects = Pick<RejectSink, 'drained'> & { readonly enough: boolean };
