/**
 * Gives a `DataView` of a buffer, through which four bytes are read or written at any place in the time of one. Making
 * one costs more than a field does, so the last is kept: for writers that stay with one buffer for thousands of fields.
 */
export class ViewCache {
  #bytes: Uint8Array = NO_BYTES;
  #view: DataView = new DataView(NO_BYTES.buffer);

  /** The view of all of `bytes`. */
  of(bytes: Uint8Array): DataView {
    if (bytes !== this.#bytes) {
      this.#bytes = bytes;
      this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    }
    return this.#view;
  }
}

const NO_BYTES = new Uint8Array(0);
