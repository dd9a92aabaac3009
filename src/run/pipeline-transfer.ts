import { pipeline } from 'node:stream/promises';
import type { RecordSource } from './reading/record-source.js';
import type { Transfer, TransferCounts } from './transfers.js';

/** A transfer that is one pipeline of streams, put together when it begins. */
export abstract class PipelineTransfer implements Transfer {
  readonly input: RecordSource;
  #counts: () => TransferCounts = () => NOTHING_YET;

  constructor(input: RecordSource) {
    this.input = input;
  }

  counts(): TransferCounts {
    return this.#counts();
  }

  /**
   * Runs to the end of the source. What it is made of is let go of then: there may be very many transfers.
   *
   * @param onProgress - Called after each chunk.
   */
  async run(signal: AbortSignal, onProgress: () => void): Promise<void> {
    const { stages, counts } = await this.assemble(onProgress);
    this.#counts = counts;
    try {
      await pipeline(stages, { signal });
    } finally {
      const last = counts();
      this.#counts = () => last;
    }
  }

  /** Puts the pipeline together. */
  protected abstract assemble(onProgress: () => void): Promise<TransferPipeline>;
}

/** A transfer that is ready to run. */
export interface TransferPipeline {
  /** From the bytes to the sink. */
  readonly stages: readonly (NodeJS.ReadableStream | NodeJS.WritableStream | NodeJS.ReadWriteStream)[];
  readonly counts: () => TransferCounts;
}

const NOTHING_YET: TransferCounts = { read: 0, sent: 0, repaired: 0 };
