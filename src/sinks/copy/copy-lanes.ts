import pLimit from 'p-limit';
import type { EncodedBatch } from '../../batch/encoded-batch.js';
import type { RejectSink } from '../../batch/faults.js';
import type { CopyLane } from './copy-lane.js';
import type { BatchWriter } from './copy-sink.js';

/**
 * The lanes of a run, as one place to send batches to. A batch goes to whichever lane is free, so that all of them can
 * be busy with the batches of one source; with one lane rows keep the order in which they were sent.
 */
export class CopyLanes implements BatchWriter {
  readonly #lanes: readonly CopyLane[];
  readonly #rejects: Pick<RejectSink, 'add'>;
  readonly #idle: CopyLane[];
  readonly #limit: ReturnType<typeof pLimit>;
  /** Batches on their way: no more than there are lanes. */
  readonly #sending = new Set<Promise<void>>();
  #failure: { readonly error: unknown } | null = null;
  #abandoned: Promise<void> | null = null;

  /**
   * @param lanes - At least one.
   * @param rejects - Takes the rejects of batches that are let go of unsent.
   */
  constructor(lanes: readonly CopyLane[], rejects: Pick<RejectSink, 'add'>) {
    this.#lanes = lanes;
    this.#rejects = rejects;
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
   * Sends a batch, which then belongs to a lane. Resolves when a lane has room for the next: so a failure may be told to
   * whoever comes after.
   *
   * @throws As `CopyLane.write`, but not for a failure that comes from abandoning; once one lane has failed, each call.
   */
  async write(encoded: EncodedBatch): Promise<void> {
    // No await where there is room: another call could take it meanwhile.
    while (this.#isFull) await Promise.race(this.#sending);
    if (this.isAbandoned) this.#letGo(encoded);
    else this.#start(encoded);
    while (this.#isFull) await Promise.race(this.#sending);
    this.#throwFailure();
  }

  /**
   * Ends all open statements. When it resolves, Postgres has acknowledged every row, and nothing is committed: that is
   * for the owner of the transactions to do.
   *
   * @throws As `write`, and as `CopyLane.finish`.
   */
  async finish(): Promise<void> {
    await Promise.all(this.#sending);
    this.#throwFailure();
    if (!this.isAbandoned) await Promise.all(this.#lanes.map((lane) => this.#orNoted(lane.finish())));
    this.#throwFailure();
  }

  /** Has every later call reject with an error: the lanes can't go on. What came before it counts. */
  fail(error: unknown): void {
    this.#failure ??= { error };
  }

  /**
   * Stops sending: breaks off the open statements. May be called more than once. Resolves when the connections are free
   * for a ROLLBACK; never rejects.
   */
  abandon(): Promise<void> {
    return (this.#abandoned ??= this.#stopSending());
  }

  get #isFull(): boolean {
    return this.#sending.size >= this.#lanes.length;
  }

  #letGo({ rejected, release }: EncodedBatch): void {
    for (const record of rejected) this.#rejects.add(record);
    release();
  }

  #start(encoded: EncodedBatch): void {
    const sending = this.#orNoted(this.#limit(() => this.#withLane((lane) => lane.write(encoded)))).then(() => {
      this.#sending.delete(sending);
    });
    this.#sending.add(sending);
  }

  /** There is a free lane for each call that the limit lets in: the one that has been free for the longest time. */
  async #withLane(work: (lane: CopyLane) => Promise<void>): Promise<void> {
    const lane = this.#idle.shift();
    if (lane === undefined) throw new Error('More batches are being written than there are lanes.');
    try {
      await work(lane);
    } finally {
      this.#idle.push(lane);
    }
  }

  /** Failures after abandoning come from it. */
  #orNoted(work: Promise<void>): Promise<void> {
    return work.catch((error: unknown) => {
      if (!this.isAbandoned) this.fail(error);
    });
  }

  #throwFailure(): void {
    if (this.#failure !== null) throw this.#failure.error;
  }

  async #stopSending(): Promise<void> {
    await Promise.all(this.#lanes.map((lane) => lane.abort()));
    await Promise.all(this.#sending);
  }
}
