import pLimit from 'p-limit';
import type { EncodedBatch } from '../../batch/encoded-batch.js';
import type { CopyLane } from './copy-lane.js';
import type { BatchWriter } from './copy-sink.js';

/**
 * The lanes of a run, as one place to send batches to. A batch goes to whichever lane is free; with one lane rows keep
 * the order in which they were sent.
 */
export class CopyLanes implements BatchWriter {
  readonly #lanes: readonly CopyLane[];
  readonly #idle: CopyLane[];
  readonly #limit: ReturnType<typeof pLimit>;
  #abandoned: Promise<void> | null = null;

  /** @param lanes - At least one. */
  constructor(lanes: readonly CopyLane[]) {
    this.#lanes = lanes;
    this.#idle = [...lanes];
    this.#limit = pLimit(lanes.length);
  }

  /** Rows that Postgres has acknowledged. */
  get loaded(): number {
    return this.#lanes.reduce((sum, { loaded }) => sum + loaded, 0);
  }

  /** Whether batches that still come are let go of unsent. */
  get isAbandoned(): boolean {
    return this.#abandoned !== null;
  }

  /**
   * Sends a batch, which then belongs to a lane. Resolves when there is room for the next.
   *
   * @throws As `CopyLane.write`, but not for a failure that comes from abandoning.
   */
  async write(encoded: EncodedBatch): Promise<void> {
    await this.#limit(async () => {
      if (this.isAbandoned) encoded.release();
      else await this.#withLane((lane) => lane.write(encoded));
    });
  }

  /**
   * Ends all open statements. When it resolves, Postgres has acknowledged every row, and nothing is committed: that is
   * for the owner of the transactions to do.
   *
   * @throws As `CopyLane.finish`.
   */
  async finish(): Promise<void> {
    if (!this.isAbandoned) await Promise.all(this.#lanes.map((lane) => lane.finish()));
  }

  /**
   * Stops sending: breaks off the open statements. May be called more than once. Resolves when the connections are free
   * for a ROLLBACK; never rejects.
   */
  abandon(): Promise<void> {
    return (this.#abandoned ??= this.#stopSending());
  }

  /** There is a free lane for each call that the limit lets in. */
  async #withLane(work: (lane: CopyLane) => Promise<void>): Promise<void> {
    const lane = this.#idle.pop();
    if (lane === undefined) throw new Error('More batches are being written than there are lanes.');
    try {
      await work(lane);
    } catch (error) {
      if (!this.isAbandoned) throw error;
    } finally {
      this.#idle.push(lane);
    }
  }

  async #stopSending(): Promise<void> {
    await Promise.all(this.#lanes.map((lane) => lane.abort()));
    // Whatever is still on its way through a lane has been told, and ends.
    await Promise.all(this.#lanes.map(() => this.#limit(() => Promise.resolve())));
  }
}
