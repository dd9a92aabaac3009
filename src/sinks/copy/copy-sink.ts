import { Writable } from 'node:stream';
import type { EncodedBatch } from '../../batch/encoded-batch.js';
import type { CopyLane } from './copy-lane.js';

/** Batches that may wait for the lane. */
const MAX_WAITING_BATCHES = 1;

/**
 * The end of the pipeline: hands encoded batches to a lane. When the stream finishes, Postgres has acknowledged
 * every row, and nothing is committed: that is for the owner of the transaction to do.
 */
export class CopySink extends Writable {
  readonly #lane: CopyLane;
  #abandoned: Promise<void> | null = null;
  #inFlight: Promise<void> = Promise.resolve();

  constructor(lane: CopyLane) {
    super({ objectMode: true, highWaterMark: MAX_WAITING_BATCHES });
    this.#lane = lane;
  }

  /**
   * Stops sending: breaks off the open statement, and lets go of batches that still come. May be called more than
   * once. Resolves when the connection is free for a ROLLBACK; never rejects.
   */
  abandon(): Promise<void> {
    return (this.#abandoned ??= this.#stopSending());
  }

  override _write(encoded: EncodedBatch, _encoding: BufferEncoding, callback: (error?: Error | null) => void): void {
    if (this.#abandoned === null) {
      this.#settle(this.#lane.write(encoded), callback);
    } else {
      encoded.release();
      callback();
    }
  }

  override _final(callback: (error?: Error | null) => void): void {
    this.#settle(this.#abandoned ?? this.#lane.finish(), callback);
  }

  /** A failure that comes from abandoning is not a failure of the stream. */
  #settle(work: Promise<void>, callback: (error?: Error | null) => void): void {
    this.#inFlight = work.then(
      () => callback(),
      (error: unknown) => callback(this.#abandoned === null ? (error as Error) : null),
    );
  }

  async #stopSending(): Promise<void> {
    const inFlight = this.#inFlight;
    await this.#lane.abort();
    await inFlight;
  }
}
