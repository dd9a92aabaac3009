import type { CopyOutput } from '../../schema/codecs/codec.js';

/** A growing buffer of COPY bytes. Growth keeps the contents; `offset` is how much is in use. */
export class CopyBuffer implements CopyOutput {
  bytes: Buffer;
  offset = 0;

  constructor(capacity: number) {
    this.bytes = Buffer.allocUnsafeSlow(capacity);
  }

  /** Makes sure that `room` more bytes can be written at `offset`. */
  reserve(room: number): void {
    if (this.offset + room <= this.bytes.length) return;
    const larger = Buffer.allocUnsafeSlow(Math.max(2 * this.bytes.length, this.offset + room));
    this.bytes.copy(larger, 0, 0, this.offset);
    this.bytes = larger;
  }
}
