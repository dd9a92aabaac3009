import { Transform, type TransformCallback } from 'node:stream';
import type { Batch } from '../batch/batch.js';
import type { Assembler } from './assembler.js';

/** Batches that may wait for the next stage; more would only raise the memory in use. */
const MAX_WAITING_BATCHES = 2;

/** The stage that turns bytes into batches. */
export class ParseStage extends Transform {
  readonly #options: ParseStageOptions;

  constructor(options: ParseStageOptions) {
    super({ readableObjectMode: true, readableHighWaterMark: MAX_WAITING_BATCHES });
    this.#options = options;
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, callback: TransformCallback): void {
    this.#emit(this.#options.assembler.push(chunk), callback);
    this.#options.recycle(chunk);
  }

  override _flush(callback: TransformCallback): void {
    this.#emit(this.#options.assembler.end(), callback);
  }

  #emit(batches: Iterable<Batch>, callback: TransformCallback): void {
    try {
      if (!this.#options.isStopped()) for (const batch of batches) this.push(batch);
      callback();
    } catch (error) {
      callback(error as Error);
    }
  }
}

/** What the stage is given. */
export interface ParseStageOptions {
  readonly assembler: Assembler;
  /** Once true, bytes are let go of unread: what stands at the end of them may be half a record. */
  readonly isStopped: () => boolean;
  /** Takes back each chunk when it has been copied. */
  readonly recycle: (chunk: Buffer) => void;
}
