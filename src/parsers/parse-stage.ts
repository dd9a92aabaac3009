import { Transform, type TransformCallback } from 'node:stream';
import type { Batch } from '../batch/batch.js';
import type { RejectSink } from '../batch/faults.js';
import type { BlockAssembler } from './block-assembler.js';

/** Batches that may wait for the next stage; more would only raise the memory in use. */
const MAX_WAITING_BATCHES = 2;

/**
 * The stage that turns bytes into batches. After each chunk it waits for the reject files, so that a file full of
 * bad records can't outrun the disk.
 */
export class ParseStage extends Transform {
  readonly #assembler: BlockAssembler;
  readonly #rejects: Pick<RejectSink, 'drained'>;
  readonly #isStopped: () => boolean;

  /**
   * @param isStopped - Once true, bytes are let go of unread: what stands at the end of them may be half a record.
   */
  constructor(assembler: BlockAssembler, rejects: Pick<RejectSink, 'drained'>, isStopped: () => boolean) {
    super({ readableObjectMode: true, readableHighWaterMark: MAX_WAITING_BATCHES });
    this.#assembler = assembler;
    this.#rejects = rejects;
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
    } catch (error) {
      callback(error as Error);
      return;
    }
    this.#rejects.drained().then(() => callback(), callback);
  }
}
