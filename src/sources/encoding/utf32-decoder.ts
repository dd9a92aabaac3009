import { MALFORMED, type Decoder } from './decoder.js';
import { writeCodePoint } from './write-code-point.js';

/** Decodes UTF-32; numbers that are no character are malformed, and so is a part of one at the end. */
export class Utf32Decoder implements Decoder {
  readonly #bigEndian: boolean;
  readonly #begun = Buffer.alloc(4);
  #begunLength = 0;

  /** @param bigEndian - Whether the high byte of a character comes first. */
  constructor(bigEndian: boolean) {
    this.#bigEndian = bigEndian;
  }

  decode(bytes: Buffer, target: Buffer): number {
    let at = 0;
    let length = 0;
    if (this.#begunLength > 0) {
      at = bytes.copy(this.#begun, this.#begunLength);
      this.#begunLength += at;
      if (this.#begunLength < 4) return 0;
      length = this.#write(target, 0, this.#begun, 0);
    }
    for (; at + 4 <= bytes.length; at += 4) length = this.#write(target, length, bytes, at);
    this.#begunLength = bytes.copy(this.#begun, 0, at);
    return length;
  }

  end(target: Buffer): number {
    if (this.#begunLength === 0) return 0;
    target[0] = MALFORMED;
    return 1;
  }

  #write(target: Buffer, at: number, bytes: Buffer, from: number): number {
    const codePoint = this.#bigEndian ? bytes.readUInt32BE(from) : bytes.readUInt32LE(from);
    const isCharacter = codePoint <= 0x10ffff && (codePoint & 0xfffff800) !== 0xd800;
    if (isCharacter) return writeCodePoint(target, at, codePoint);
    target[at] = MALFORMED;
    return at + 1;
  }
}
