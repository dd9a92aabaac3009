import { MALFORMED, type Decoder } from './decoder.js';
import { writeCodePoint } from './write-code-point.js';

/** Decodes UTF-16; a surrogate without its partner is malformed, and so is half a unit at the end. */
export class Utf16Decoder implements Decoder {
  readonly #bigEndian: boolean;
  /** The first byte of a unit whose second is in the next chunk, or -1. */
  #firstByte = -1;
  /** A high surrogate whose partner is due, or 0. */
  #high = 0;

  /** @param bigEndian - Whether the high byte of a unit comes first. */
  constructor(bigEndian: boolean) {
    this.#bigEndian = bigEndian;
  }

  decode(bytes: Buffer, target: Buffer): number {
    let at = 0;
    let length = 0;
    if (this.#firstByte !== -1 && bytes.length > 0) {
      length = this.#writeUnit(target, 0, this.#unit(this.#firstByte, bytes[at++]));
      this.#firstByte = -1;
    }
    const low = this.#bigEndian ? 1 : 0;
    for (; at + 1 < bytes.length; at += 2) {
      const unit = bytes[at + low] | (bytes[at + 1 - low] << 8);
      if (unit < 0x80 && this.#high === 0) target[length++] = unit;
      else length = this.#writeUnit(target, length, unit);
    }
    if (at < bytes.length) this.#firstByte = bytes[at];
    return length;
  }

  end(target: Buffer): number {
    let length = 0;
    if (this.#high !== 0) target[length++] = MALFORMED;
    if (this.#firstByte !== -1) target[length++] = MALFORMED;
    return length;
  }

  #unit(first: number, second: number): number {
    return this.#bigEndian ? (first << 8) | second : first | (second << 8);
  }

  #writeUnit(target: Buffer, at: number, unit: number): number {
    const high = this.#high;
    this.#high = 0;
    if (high !== 0 && isLow(unit)) return writeCodePoint(target, at, 0x10000 + ((high & 0x3ff) << 10) + (unit & 0x3ff));
    let end = at;
    if (high !== 0) target[end++] = MALFORMED;
    if (isHigh(unit)) {
      this.#high = unit;
      return end;
    }
    if (!isLow(unit)) return writeCodePoint(target, end, unit);
    target[end++] = MALFORMED;
    return end;
  }
}

function isHigh(unit: number): boolean {
  return (unit & 0xfc00) === 0xd800;
}

function isLow(unit: number): boolean {
  return (unit & 0xfc00) === 0xdc00;
}
