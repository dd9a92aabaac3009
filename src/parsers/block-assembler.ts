import type { Batch } from '../batch/batch.js';
import { allocateBlock, type BatchPool } from '../batch/batch-pool.js';
import type { Assembler } from './assembler.js';

/** Finds the records of one format in a block of bytes. */
export interface BlockParser {
  /** The ordinal of the last record seen, good or rejected. */
  readonly records: number;
  /**
   * Notes in `batch` every record that is whole within the first `filled` bytes of its block, the good ones and the
   * rejected. The block has one byte of room after them. Called with an empty batch, one block at a time.
   *
   * @param atEnd - The source ends with these bytes: all of them must be consumed.
   * @returns How many bytes are done with. Zero asks for a larger block that begins with the same bytes.
   */
  parseBlock(batch: Batch, filled: number, atEnd: boolean): number;
}

/**
 * Gathers chunks of any size into blocks, has each parsed, and carries the piece of a record at a block's end over
 * to the next block. A block grows only while a single record does not fit.
 */
export class BlockAssembler implements Assembler {
  readonly #parser: BlockParser;
  readonly #pool: BatchPool;
  #batch: Batch;
  #filled = 0;

  /** @param byteOffset - The offset in the source of the first byte that will be pushed. */
  constructor(parser: BlockParser, pool: BatchPool, byteOffset: number) {
    this.#parser = parser;
    this.#pool = pool;
    this.#batch = pool.acquire();
    this.#batch.byteOffset = byteOffset;
  }

  get records(): number {
    return this.#parser.records;
  }

  *push(chunk: Buffer): Generator<Batch, void> {
    for (let taken = 0; taken < chunk.length;) {
      const copied = chunk.copy(this.#batch.bytes, this.#filled, taken, taken + this.#room);
      this.#filled += copied;
      taken += copied;
      if (this.#room === 0) yield* this.#parse(false);
    }
  }

  *end(): Generator<Batch, void> {
    yield* this.#parse(true);
  }

  /** Bytes that the block can still take; the parser's spare byte is not among them. */
  get #room(): number {
    return this.#batch.bytes.length - this.#pool.valueBytes - 1 - this.#filled;
  }

  *#parse(atEnd: boolean): Generator<Batch, void> {
    const batch = this.#batch;
    batch.usedBytes = this.#filled;
    const consumed = this.#parser.parseBlock(batch, this.#filled, atEnd);
    const isEmpty = batch.recordCount + batch.rejected.length === 0;
    const next = isEmpty ? batch : this.#pool.acquire();
    const carried = this.#filled - consumed;
    const { valueBytes } = this.#pool;
    const needed = consumed === 0 ? 2 * (batch.bytes.length - valueBytes) : carried + 1;
    reserve(next, needed + valueBytes, carried);
    batch.bytes.copy(next.bytes, 0, consumed, this.#filled);
    next.byteOffset = batch.byteOffset + consumed;
    this.#batch = next;
    this.#filled = carried;
    if (!isEmpty) yield batch;
  }
}

/** Makes the block at least `bytes` long, keeping its first `kept` bytes. */
function reserve(batch: Batch, bytes: number, kept: number): void {
  if (batch.bytes.length >= bytes) return;
  const larger = allocateBlock(bytes);
  batch.bytes.copy(larger, 0, 0, kept);
  batch.bytes = larger;
}
