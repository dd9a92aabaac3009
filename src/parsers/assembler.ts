import type { Batch } from '../batch/batch.js';

/** Makes batches of the bytes of one source. Called from one place, one call after the other. */
export interface Assembler {
  /**
   * The ordinal of the last record seen, good or rejected: how many records the source has up to there, those before
   * the start of the reading among them.
   */
  readonly records: number;
  /** Takes a chunk, of which nothing is kept afterwards, and yields the batches that it completes. */
  push(chunk: Buffer): Iterable<Batch>;
  /** The source has ended: yields what is left. */
  end(): Iterable<Batch>;
}
