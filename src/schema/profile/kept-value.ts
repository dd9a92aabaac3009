/** So much of a value is kept: more than is ever shown of it, and all of any number or time. */
const KEPT_BYTES = 1024;

/** A value, or its first 1,024 bytes, that outlives its batch and is often replaced: a sorted column does so each time. */
export class KeptValue {
  #bytes = Buffer.alloc(INITIAL_BYTES);
  #length = 0;

  /** Replaces the value by the one in `bytes[start..end)`. */
  set(bytes: Buffer, start: number, end: number): void {
    const length = Math.min(end - start, KEPT_BYTES);
    if (length > this.#bytes.length) this.#bytes = Buffer.alloc(KEPT_BYTES);
    const kept = this.#bytes;
    for (let at = 0; at < length; at++) kept[at] = bytes[start + at];
    this.#length = length;
  }

  /** The value: a view, valid until it is replaced. */
  get(): Buffer {
    return this.#bytes.subarray(0, this.#length);
  }

  /**
   * Compares the value in `bytes[start..end)` with this one by their bytes, as far as this one was kept.
   *
   * @returns Below 0 when it is before this one, 0 when they are equal.
   */
  compare(bytes: Buffer, start: number, end: number): number {
    const length = Math.min(end - start, KEPT_BYTES);
    const limit = Math.min(length, this.#length);
    const kept = this.#bytes;
    let at = 0;
    while (at < limit && bytes[start + at] === kept[at]) at++;
    return at < limit ? bytes[start + at] - kept[at] : length - this.#length;
  }
}

const INITIAL_BYTES = 64;
