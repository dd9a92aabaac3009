/** The bytes of a source from some offset on, as far as they have come: what a parser may have to look at again. */
export class ByteWindow {
  #bytes = Buffer.allocUnsafeSlow(64 * 1024);
  /** The index in `#bytes` of the first byte that is kept. */
  #first = 0;
  #filled = 0;
  /** The offset in the source of `#bytes[0]`. */
  #base: number;

  /** @param offset - The offset in the source of the first byte that will be appended. */
  constructor(offset: number) {
    this.#base = offset;
  }

  /** The offset after the last byte. */
  get end(): number {
    return this.#base + this.#filled;
  }

  /** Copies a chunk to the end. */
  append(chunk: Buffer): void {
    if (this.#filled + chunk.length > this.#bytes.length) this.#makeRoom(chunk.length);
    this.#filled += chunk.copy(this.#bytes, this.#filled);
  }

  /** Lets go of what lies before an offset. */
  discardBefore(offset: number): void {
    this.#first = offset - this.#base;
  }

  /** The byte at an offset, which must not be after the end. At the end: rubbish. */
  at(offset: number): number {
    return this.#bytes[offset - this.#base];
  }

  /** The bytes between two offsets, as far as they have come: a view, valid until the next `append`. */
  slice(from: number, to: number): Buffer {
    return this.#bytes.subarray(from - this.#base, Math.min(to, this.end) - this.#base);
  }

  #makeRoom(bytes: number): void {
    const kept = this.#bytes.subarray(this.#first, this.#filled);
    const isTight = 2 * (kept.length + bytes) > this.#bytes.length;
    const target = isTight ? Buffer.allocUnsafeSlow(2 * (kept.length + bytes)) : this.#bytes;
    kept.copy(target);
    this.#base += this.#first;
    this.#filled = kept.length;
    this.#first = 0;
    this.#bytes = target;
  }
}
