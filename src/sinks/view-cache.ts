/**
 * Gives a `DataView` of a buffer's memory, through which four bytes are read or written at any place in the time of one.
 * Making one costs more than a field does, so the last is kept: for those who stay with one block of memory, in however
 * many buffers, for thousands of fields.
 */
export class ViewCache {
  #bytes: Uint8Array = NO_BYTES;
  #memory: ArrayBufferLike = NO_BYTES.buffer;
  #view = new DataView(this.#memory);

  /** The view of all the memory that `bytes` is in: the first of them is at `bytes.byteOffset`. */
  of(bytes: Uint8Array): DataView {
    // To ask for the memory takes a while too.
    if (bytes !== this.#bytes) {
      this.#bytes = bytes;
      this.#turnTo(bytes.buffer);
    }
    return this.#view;
  }

  #turnTo(memory: ArrayBufferLike): void {
    if (memory === this.#memory) return;
    this.#memory = memory;
    this.#view = new DataView(memory);
  }
}

const NO_BYTES = new Uint8Array(0);
