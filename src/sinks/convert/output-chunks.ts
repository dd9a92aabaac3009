/** The size of a chunk: so large that what a chunk costs is lost in its bytes. */
const CHUNK_BYTES = 256 * 1024;

/**
 * Bytes on their way out, in chunks of 256 KiB or what one reservation needs. For writers that place bytes themselves:
 * `reserve(n)`, write at most n bytes to `bytes` from `offset`, move `offset` after them.
 */
export class OutputChunks {
  bytes: Buffer = Buffer.allocUnsafeSlow(CHUNK_BYTES);
  offset = 0;
  readonly #emit: (chunk: Buffer) => void;

  /** @param emit - Takes each chunk, which then is its own. */
  constructor(emit: (chunk: Buffer) => void) {
    this.#emit = emit;
  }

  /** Makes sure that `room` more bytes can be written at `offset`. */
  reserve(room: number): void {
    if (this.offset + room <= this.bytes.length) return;
    this.flush();
    if (this.bytes.length < room) this.bytes = Buffer.allocUnsafeSlow(Math.max(room, CHUNK_BYTES));
  }

  /** Lets go of what has been written; the rest of the chunk is filled later. */
  flush(): void {
    if (this.offset === 0) return;
    this.#emit(this.bytes.subarray(0, this.offset));
    this.bytes = this.bytes.subarray(this.offset);
    this.offset = 0;
  }
}
