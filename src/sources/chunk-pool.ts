import { CHUNK_BYTES } from './source.js';

/**
 * Buffers for chunks, used again and again: left to the garbage collector, they would pile up to some 64 MB before
 * it runs, and a large file would seem to need more memory than a small one.
 */
export class ChunkPool {
  readonly #idle: ArrayBufferLike[] = [];

  /** A buffer of `CHUNK_BYTES`, holding rubbish. */
  acquire(): Buffer {
    const memory = this.#idle.pop();
    return memory === undefined ? Buffer.allocUnsafeSlow(CHUNK_BYTES) : Buffer.from(memory);
  }

  /** Takes back a buffer that came from here, or any view of it; others are left alone. */
  release({ buffer }: Buffer): void {
    if (buffer.byteLength === CHUNK_BYTES) this.#idle.push(buffer);
  }
}

/** The pool of all sources: with very many inputs, each with chunks of its own would take half a MiB apiece. */
export const sharedChunks = new ChunkPool();
