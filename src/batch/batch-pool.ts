import { PLACE_SIZE, type Batch } from './batch.js';
import type { SourceRef } from './place.js';

/** What all batches of one source have in common. */
export interface BatchShape {
  readonly source: SourceRef;
  readonly width: number;
  readonly quote: number;
}

/**
 * Large enough that the cost of a batch is lost in that of its bytes; small enough that one is made in less time than
 * the server takes to empty the socket's buffer (some 200 KiB), so that it never waits for the next.
 */
const DEFAULT_BLOCK_BYTES = 128 * 1024;

/** Fields that the arrays of a new batch have room for; they grow as needed and stay grown. */
const INITIAL_FIELDS = 16 * 1024;

/**
 * Hands out batches and takes them back, so that a long run allocates no more than what was in flight at once; the
 * stages' bounds keep that small. A batch that is never released costs nothing but its reuse.
 */
export class BatchPool {
  readonly #shape: BatchShape;
  readonly #blockBytes: number;
  /** Bytes at the end of each new block that a parser leaves free, for the values that steps make. */
  readonly valueBytes: number;
  readonly #idle: Batch[] = [];

  /**
   * @param shape - The source, record width and quote byte of every batch.
   * @param blockBytes - What a parser may fill of a new batch's block, in bytes. Default 128 KiB.
   * @param valueBytes - What it leaves free behind that for the values that steps make. Default: nothing.
   */
  constructor(shape: BatchShape, blockBytes = DEFAULT_BLOCK_BYTES, valueBytes = 0) {
    this.#shape = shape;
    this.#blockBytes = blockBytes;
    this.valueBytes = valueBytes;
  }

  /** Fields per record of its batches. */
  get width(): number {
    return this.#shape.width;
  }

  /** An empty batch, new or used: its arrays hold rubbish, its counts are zero. */
  acquire(): Batch {
    const batch = this.#idle.pop();
    if (batch === undefined) return this.#create();
    batch.recordCount = 0;
    batch.rejected = [];
    batch.hasMadeValues = false;
    return batch;
  }

  /** Takes a batch back. The caller must not touch it, nor any view of its bytes, again. */
  release(batch: Batch): void {
    const oversized = batch.bytes.length >= this.#blockBytes + this.valueBytes + 4;
    if (!oversized) this.#idle.push(batch);
  }

  #create(): Batch {
    const { width } = this.#shape;
    const records = Math.max(1, Math.floor(INITIAL_FIELDS / Math.max(1, width)));
    return {
      ...this.#shape,
      recordCount: 0,
      rejected: [],
      bytes: allocateBlock(this.#blockBytes + this.valueBytes),
      usedBytes: 0,
      hasMadeValues: false,
      spans: new Int32Array(2 * records * width),
      forms: new Uint8Array(records * width),
      places: new Int32Array(PLACE_SIZE * records),
      byteOffset: 0,
      firstOrdinal: 1,
      firstLine: 1,
    };
  }
}

/**
 * Allocates a block with a buffer of its own, of whole 32-bit words.
 *
 * @param bytes - The least size.
 */
export function allocateBlock(bytes: number): Buffer {
  return Buffer.allocUnsafeSlow((bytes + 3) & ~3);
}
