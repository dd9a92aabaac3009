import { LengthDecoder } from './length-decoder.js';
import type { LzmaWindow } from './lzma-window.js';
import { evenProbabilities, RangeDecoder } from './range-decoder.js';

/** How many bits of context the coder of a chunk uses. */
export interface LzmaProperties {
  readonly literalContextBits: number;
  readonly literalPositionBits: number;
  readonly positionBits: number;
}

/** States below this mean that the last symbol was a literal. */
const LITERAL_STATES = 7;

/**
 * Decodes LZMA symbols into a window. Follows Igor Pavlov's LZMA specification (lzma-specification.7z), whose names
 * for states and slots it uses.
 */
export class LzmaDecoder {
  readonly #window: LzmaWindow;
  readonly #range = new RangeDecoder();
  readonly #properties: LzmaProperties;
  readonly #literal: Uint16Array;
  readonly #isMatch = evenProbabilities(12 << 4);
  readonly #isRepeat = evenProbabilities(12);
  readonly #isRepeat0 = evenProbabilities(12);
  readonly #isRepeat1 = evenProbabilities(12);
  readonly #isRepeat2 = evenProbabilities(12);
  readonly #isRepeat0Long = evenProbabilities(12 << 4);
  readonly #slots = evenProbabilities(4 << 6);
  readonly #distances = evenProbabilities(128);
  readonly #alignment = evenProbabilities(16);
  readonly #matchLength = new LengthDecoder();
  readonly #repeatLength = new LengthDecoder();
  #state = 0;
  /** The four distances used last, less 1. */
  readonly #repeats = new Int32Array(4);

  /** @param window - Where matches copy from, and the output goes. */
  constructor(window: LzmaWindow, properties: LzmaProperties) {
    this.#window = window;
    this.#properties = properties;
    this.#literal = evenProbabilities(0x300 << (properties.literalContextBits + properties.literalPositionBits));
  }

  /**
   * Decodes one chunk, which is all at hand, into the window, which has room for it.
   *
   * @param source - The bytes of the chunk.
   * @param length - How many bytes it decodes to.
   * @returns False when the chunk is damaged.
   */
  decode(source: { bytes: Buffer; start: number; end: number }, length: number): boolean {
    const range = this.#range;
    const window = this.#window;
    range.start(source.bytes, source.start, source.end);
    const end = window.end + length;
    while (window.end < end) {
      if (range.overrun) return false;
      const positionState = window.position & ((1 << this.#properties.positionBits) - 1);
      if (range.bit(this.#isMatch, (this.#state << 4) + positionState) === 0) this.#decodeLiteral();
      else if (!this.#copyMatch(this.#decodeMatch(positionState), end)) return false;
    }
    return range.finished;
  }

  #decodeLiteral(): void {
    const { literalContextBits, literalPositionBits } = this.#properties;
    const window = this.#window;
    const before = window.filled > 0 ? window.bytes[window.end - 1] : 0;
    const context =
      ((window.position & ((1 << literalPositionBits) - 1)) << literalContextBits) |
      (before >>> (8 - literalContextBits));
    const symbol =
      this.#state < LITERAL_STATES ? this.#plainLiteral(0x300 * context) : this.#matchedLiteral(0x300 * context);
    this.#append(symbol);
    this.#state = this.#state < 4 ? 0 : this.#state - (this.#state < 10 ? 3 : 6);
  }

  #plainLiteral(offset: number): number {
    return this.#range.tree(this.#literal, offset, 8);
  }

  /** After a match, the byte that the match would have gone on with is the context, as long as it agrees. */
  #matchedLiteral(offset: number): number {
    const { bytes, end } = this.#window;
    let match = bytes[end - this.#repeats[0] - 1];
    let node = 1;
    while (node < 0x100) {
      const matchBit = (match >>> 7) & 1;
      match <<= 1;
      const bit = this.#range.bit(this.#literal, offset + ((1 + matchBit) << 8) + node);
      node = (node << 1) | bit;
      if (bit !== matchBit) break;
    }
    while (node < 0x100) node = (node << 1) | this.#range.bit(this.#literal, offset + node);
    return node & 0xff;
  }

  /** Reads a match up to its length, and leaves its distance in `#repeats[0]`. */
  #decodeMatch(positionState: number): number {
    if (this.#range.bit(this.#isRepeat, this.#state) === 1) return this.#decodeRepeat(positionState);
    this.#repeats.copyWithin(1, 0, 3);
    const length = this.#matchLength.decode(this.#range, positionState);
    this.#state = this.#state < LITERAL_STATES ? 7 : 10;
    this.#repeats[0] = this.#decodeDistance(length);
    return length;
  }

  /** A match at a distance that was used before. */
  #decodeRepeat(positionState: number): number {
    const range = this.#range;
    const afterLiteral = this.#state < LITERAL_STATES;
    if (range.bit(this.#isRepeat0, this.#state) === 1) this.#useRepeat(this.#decodeRepeatIndex());
    else if (range.bit(this.#isRepeat0Long, (this.#state << 4) + positionState) === 0) {
      this.#state = afterLiteral ? 9 : 11;
      return 1;
    }
    this.#state = afterLiteral ? 8 : 11;
    return this.#repeatLength.decode(range, positionState);
  }

  #decodeRepeatIndex(): number {
    if (this.#range.bit(this.#isRepeat1, this.#state) === 0) return 1;
    return 2 + this.#range.bit(this.#isRepeat2, this.#state);
  }

  #useRepeat(index: number): void {
    const distance = this.#repeats[index];
    this.#repeats.copyWithin(1, 0, index);
    this.#repeats[0] = distance;
  }

  #decodeDistance(length: number): number {
    const range = this.#range;
    const slot = range.tree(this.#slots, Math.min(length - 2, 3) << 6, 6);
    if (slot < 4) return slot;
    const bits = (slot >>> 1) - 1;
    const base = (2 | (slot & 1)) << bits;
    if (slot < 14) return base + range.reverseTree(this.#distances, base - slot, bits);
    return (base + (range.direct(bits - 4) << 4) + range.reverseTree(this.#alignment, 0, 4)) | 0;
  }

  /** Copies a match; false when it reaches before the dictionary, or past the chunk's end. */
  #copyMatch(length: number, end: number): boolean {
    const window = this.#window;
    const distance = this.#repeats[0] >>> 0;
    if (distance >= window.filled || window.end + length > end) return false;
    const { bytes } = window;
    const from = window.end - distance - 1;
    for (let at = 0; at < length; at++) bytes[window.end + at] = bytes[from + at];
    window.advance(length);
    return true;
  }

  #append(byte: number): void {
    const window = this.#window;
    window.bytes[window.end] = byte;
    window.advance(1);
  }
}
