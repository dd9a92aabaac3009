/** The least that is appended between two moves of the window. */
const MIN_SLACK_BYTES = 4 * 1024 * 1024;

/**
 * What was decompressed last, which matches copy from. It grows with the data, up to the dictionary's size and some
 * slack: a header that asks for gigabytes costs nothing until that much has come out.
 */
export class LzmaWindow {
  bytes: Buffer = Buffer.alloc(0);
  /** After the last byte. */
  end = 0;
  /** How many of the bytes before `end` belong to the current dictionary. */
  filled = 0;
  /** Bytes since the dictionary began: its lowest bits are a context of the coder. */
  position = 0;
  readonly #dictionaryBytes: number;

  /** @param dictionaryBytes - The farthest that a match reaches back. */
  constructor(dictionaryBytes: number) {
    this.#dictionaryBytes = dictionaryBytes;
  }

  /** Makes room for `count` bytes after `end`. */
  reserve(count: number): void {
    if (this.end + count <= this.bytes.length) return;
    const kept = Math.min(this.end, this.#dictionaryBytes);
    const most = this.#dictionaryBytes + Math.max(MIN_SLACK_BYTES, this.#dictionaryBytes >>> 2);
    const from = this.end - kept;
    if (this.bytes.length >= most) this.bytes.copyWithin(0, from, this.end);
    else this.#growTo(Math.min(most, Math.max(2 * this.bytes.length, kept + count)), from);
    this.end = kept;
    this.filled = Math.min(this.filled, kept);
  }

  /** Takes in `count` bytes that were written at `end`. */
  advance(count: number): void {
    this.end += count;
    this.filled += count;
    this.position += count;
  }

  /** Forgets what matches may copy from. */
  reset(): void {
    this.filled = 0;
    this.position = 0;
  }

  #growTo(length: number, from: number): void {
    const bytes = Buffer.allocUnsafeSlow(length);
    this.bytes.copy(bytes, 0, from, this.end);
    this.bytes = bytes;
  }
}
