import { Writable } from 'node:stream';
import type { EncodedBatch } from '../../batch/encoded-batch.js';

/** Batches that may wait to be handed over. */
const MAX_WAITING_BATCHES = 1;

/** Takes encoded batches: the lanes of a load, or what stands for them where nothing is loaded. */
export interface BatchWriter {
  /** Takes a batch, which then belongs to it. Resolves when there is room for the next. */
  write(encoded: EncodedBatch): Promise<void>;
}

/** The end of a source's pipeline: hands encoded batches over, and counts their rows. */
export class CopySink extends Writable {
  /** Rows handed over so far. */
  rows = 0;
  readonly #writer: BatchWriter;

  constructor(writer: BatchWriter) {
    super({ objectMode: true, highWaterMark: MAX_WAITING_BATCHES });
    this.#writer = writer;
  }

  override _write(encoded: EncodedBatch, _encoding: BufferEncoding, callback: (error?: Error | null) => void): void {
    this.rows += encoded.batch.recordCount;
    this.#writer.write(encoded).then(() => callback(), callback);
  }
}
