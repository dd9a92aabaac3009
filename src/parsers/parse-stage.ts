import { Transform, type TransformCallback } from 'node:stream';
import type { Batch } from '../batch/batch.js';
import type { BlockAssembler } from './block-assembler.js';

/** Batches that may wait for the next stage; more would only raise the memory in use. */
const MAX_WAITING_BATCHES = 2;

/** The stage that turns bytes into batches. */
export class ParseStage extends Transform {
  readonly #assembler: BlockAssembler;
  readonly #isStopped: () => boolean;

  /**
   * @param isStopped - Once true, bytes are let go of unread: what stands at the end of them may be half a record.
   */
  constructor(assembler: BlockAssembler, isStopped: () => boolean) {
    super({ readableObjectMode: true, readableHighWaterMark: MAX_WAITING_BATCHES });
    this.#assembler = assembler;
    this.#isStopped = isStopped;
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, callback: TransformCallback): void {
    this.#emit(this.#assembler.push(chunk), callback);
  }

  override _flush(callback: TransformCallback): void {
    this.#emit(this.#assembler.end(), callback);
  }

  #emit(batches: Iterable<Batch>, callback: TransformCallback): void {
    try {
      if (!this.#isStopped()) for (const batch of batches) this.push(batch);
      callback();
    } catch (error) {
      callback(error as Error);
    }
  }
}
