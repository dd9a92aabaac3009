/**
 * Reads bits, the most significant first, from bytes that are all at hand. Past their end it reads zeros and is
 * `overrun`: asking once after a block is cheaper than at every bit.
 */
export class BitReader {
  readonly #bytes: Buffer;
  readonly #end: number;
  #next: number;
  #bits = 0;
  #count = 0;

  /** @param bytes - Read from `start` up to `end`. */
  constructor(bytes: Buffer, start: number, end: number) {
    this.#bytes = bytes;
    this.#next = start;
    this.#end = end;
  }

  /** The next `count` bits (up to 24) as a number, which stay. */
  peek(count: number): number {
    while (this.#count < count) {
      const byte = this.#next < this.#end ? this.#bytes[this.#next] : 0;
      this.#next++;
      this.#bits = (this.#bits << 8) | byte;
      this.#count += 8;
    }
    return (this.#bits >>> (this.#count - count)) & ((1 << count) - 1);
  }

  /** Passes over bits that were peeked at. */
  skip(count: number): void {
    this.#count -= count;
  }

  /** The next `count` bits (up to 24) as a number. */
  read(count: number): number {
    const value = this.peek(count);
    this.#count -= count;
    return value;
  }

  /** The next 32 bits as an unsigned number. */
  read32(): number {
    return ((this.read(16) << 16) | this.read(16)) >>> 0;
  }

  /** Bits used of the byte at `position`. */
  get bitOffset(): number {
    return (8 - (this.#count & 7)) & 7;
  }

  /** Index of the byte that holds the next bit. */
  get position(): number {
    return this.#next - Math.ceil(this.#count / 8);
  }

  /** More was read than there is. */
  get overrun(): boolean {
    return this.position + (this.bitOffset > 0 ? 1 : 0) > this.#end;
  }
}
