import { fourHexDigits } from '../../schema/codecs/hex.js';
import {
  BACKSLASH,
  CLOSING_BRACE,
  CLOSING_BRACKET,
  COLON,
  COMMA,
  LF,
  MINUS,
  OPENING_BRACE,
  OPENING_BRACKET,
  QUOTE,
} from './characters.js';
import { findStringStop } from './find-string-stop.js';

/** What the grammar wanted in the place where a scan failed. */
export type Expectation =
  'value' | 'key' | 'colon' | 'memberEnd' | 'elementEnd' | 'character' | 'escape' | 'digit' | 'depth' | 'end' | 'more';

/**
 * Reads JSON values by the grammar of RFC 8259, and nothing more lenient. Each method takes the position of a value's
 * first byte and gives the position after it, or, when the bytes are no such value, the bitwise complement (`~`) of the
 * position that is wrong; `expected` then says why. The data must be followed by a byte that no token can hold and
 * that is no whitespace: every loop ends there at the latest.
 */
export class TokenScanner {
  /** Line feeds that were passed as whitespace; whoever counts lines sets it to zero. */
  lineFeeds = 0;
  /** Of the failure last seen: what should have been there. */
  expected: Expectation = 'value';
  /** The string read last has escapes. */
  hasEscapes = false;
  /** The string read last has the escape of a surrogate without its other half, which no UTF-8 can hold. */
  hasLoneSurrogate = false;

  readonly #isSpace: Uint8Array;
  /** For each open object or array of a nested value, the byte that closes it. */
  readonly #closers: Uint8Array;
  #depth = 0;
  #bytes!: Buffer;
  #words!: Int32Array;

  /**
   * @param space - The characters that are whitespace between tokens: in NDJSON a line feed is none.
   * @param maxDepth - Objects and arrays that may be open at once.
   */
  constructor(space: string, maxDepth: number) {
    this.#isSpace = new Uint8Array(256);
    for (const byte of Buffer.from(space)) this.#isSpace[byte] = 1;
    this.#closers = new Uint8Array(maxDepth);
  }

  /** Turns to other bytes, which begin where their buffer does. */
  start(bytes: Buffer): void {
    this.#bytes = bytes;
    this.#words = new Int32Array(bytes.buffer, 0, bytes.length >> 2);
  }

  /** The position of the first byte from `start` on that is no whitespace. */
  skipSpace(start: number): number {
    const bytes = this.#bytes;
    const isSpace = this.#isSpace;
    let at = start;
    for (; isSpace[bytes[at]] === 1; at++) {
      if (bytes[at] === LF) this.lineFeeds++;
    }
    return at;
  }

  /** Whether a byte is whitespace. */
  isSpace(byte: number): boolean {
    return this.#isSpace[byte] === 1;
  }

  /**
   * Reads any value.
   *
   * @param depth - Objects and arrays that are open around it.
   */
  valueEnd(start: number, depth: number): number {
    const byte = this.#bytes[start];
    if (byte === QUOTE) {
      const end = this.stringEnd(start + 1);
      return end < 0 ? end : end + 1;
    }
    if (byte === OPENING_BRACE || byte === OPENING_BRACKET) return this.#nestedEnd(start, depth);
    return byte === MINUS || isDigit(byte) ? this.numberEnd(start) : this.#literalEnd(start);
  }

  /** Passes a member's key and colon, and the whitespace after it. */
  memberValue(start: number): number {
    const bytes = this.#bytes;
    if (bytes[start] !== QUOTE) return this.fail(start, 'key');
    const keyEnd = this.stringEnd(start + 1);
    if (keyEnd < 0) return keyEnd;
    const colon = this.skipSpace(keyEnd + 1);
    return bytes[colon] === COLON ? this.skipSpace(colon + 1) : this.fail(colon, 'colon');
  }

  /**
   * Reads a string.
   *
   * @param start - The byte after its opening quote.
   * @returns The position of its closing quote.
   */
  stringEnd(start: number): number {
    const at = findStringStop(this.#words, start);
    this.hasEscapes = false;
    this.hasLoneSurrogate = false;
    return this.#bytes[at] === QUOTE ? at : this.#restOfString(at);
  }

  /** Reads a number; what follows it is not looked at. */
  numberEnd(start: number): number {
    const bytes = this.#bytes;
    const first = bytes[start] === MINUS ? start + 1 : start;
    let at = first;
    while (isDigit(bytes[at])) at++;
    if (at === first) return this.fail(at, 'digit');
    if (bytes[first] === ZERO) at = first + 1;
    return bytes[at] === DOT || (bytes[at] | CASE_BIT) === SMALL_E ? this.#fractionEnd(at) : at;
  }

  /** Notes what was expected at a position. */
  fail(at: number, expected: Expectation): number {
    this.expected = expected;
    return ~at;
  }

  /** Reads what follows a number's integer part: a fraction, an exponent, or both. */
  #fractionEnd(start: number): number {
    const bytes = this.#bytes;
    const at = bytes[start] === DOT ? this.#digitsEnd(start + 1) : start;
    if (at < 0 || (bytes[at] | CASE_BIT) !== SMALL_E) return at;
    const isSigned = bytes[at + 1] === PLUS || bytes[at + 1] === MINUS;
    return this.#digitsEnd(isSigned ? at + 2 : at + 1);
  }

  #digitsEnd(start: number): number {
    const bytes = this.#bytes;
    let at = start;
    while (isDigit(bytes[at])) at++;
    return at === start ? this.fail(at, 'digit') : at;
  }

  #literalEnd(start: number): number {
    const bytes = this.#bytes;
    const literal = literalFrom(bytes[start]);
    for (let index = 0; index < literal.length; index++) {
      if (bytes[start + index] !== literal[index]) return this.fail(start + index, 'value');
    }
    return start + literal.length;
  }

  #restOfString(stop: number): number {
    let at = stop;
    while (this.#bytes[at] !== QUOTE) {
      if (this.#bytes[at] !== BACKSLASH) return this.fail(at, 'character');
      at = this.#escapeEnd(at);
      if (at < 0) return at;
      at = findStringStop(this.#words, at);
    }
    return at;
  }

  #escapeEnd(start: number): number {
    const letter = this.#bytes[start + 1];
    this.hasEscapes = true;
    if (letter !== SMALL_U) return IS_ESCAPABLE[letter] === 1 ? start + 2 : this.fail(start + 1, 'escape');
    const unit = fourHexDigits(this.#bytes, start + 2);
    if (unit < 0) return this.fail(this.#firstNotHex(start + 2), 'escape');
    const end = start + UNICODE_ESCAPE_LENGTH;
    if ((unit & 0xf800) !== 0xd800) return end;
    if ((unit & 0xfc00) === 0xd800 && this.#isLowSurrogate(end)) return end + UNICODE_ESCAPE_LENGTH;
    this.hasLoneSurrogate = true;
    return end;
  }

  #isLowSurrogate(at: number): boolean {
    const bytes = this.#bytes;
    if (bytes[at] !== BACKSLASH || bytes[at + 1] !== SMALL_U) return false;
    const unit = fourHexDigits(bytes, at + 2);
    return unit >= 0 && (unit & 0xfc00) === 0xdc00;
  }

  #firstNotHex(start: number): number {
    let at = start;
    while (/[\da-f]/i.test(String.fromCharCode(this.#bytes[at]))) at++;
    return at;
  }

  /** Reads an object or array, with a stack of its own in place of the engine's. */
  #nestedEnd(start: number, depthAround: number): number {
    let at = start;
    this.#depth = depthAround;
    do {
      const byte = this.#bytes[at];
      const isOpening = byte === OPENING_BRACE || byte === OPENING_BRACKET;
      at = isOpening ? this.#open(at, depthAround) : this.#afterValue(this.valueEnd(at, 0), depthAround);
    } while (at >= 0 && this.#depth > depthAround);
    return at;
  }

  /** Opens an object or array: the position of the next value, in it or after it. */
  #open(start: number, depthAround: number): number {
    const bytes = this.#bytes;
    if (this.#depth === this.#closers.length) return this.fail(start, 'depth');
    const closer = bytes[start] === OPENING_BRACE ? CLOSING_BRACE : CLOSING_BRACKET;
    this.#closers[this.#depth++] = closer;
    const at = this.skipSpace(start + 1);
    if (bytes[at] === closer) return this.#afterValue(at, depthAround);
    return closer === CLOSING_BRACE ? this.memberValue(at) : at;
  }

  /** Closes what ends after a value: the position of the next value, or after all when nothing is open any more. */
  #afterValue(valueEnd: number, depthAround: number): number {
    if (valueEnd < 0) return valueEnd;
    const closers = this.#closers;
    let at = this.skipSpace(valueEnd);
    while (this.#bytes[at] === closers[this.#depth - 1]) {
      if (--this.#depth === depthAround) return at + 1;
      at = this.skipSpace(at + 1);
    }
    const isInObject = closers[this.#depth - 1] === CLOSING_BRACE;
    if (this.#bytes[at] !== COMMA) return this.fail(at, isInObject ? 'memberEnd' : 'elementEnd');
    at = this.skipSpace(at + 1);
    return isInObject ? this.memberValue(at) : at;
  }
}

/** The digits are the ten numbers from 0x30 on. */
export function isDigit(byte: number): boolean {
  return (byte ^ ZERO) <= 9;
}

/** The literal that may start with a letter; any will do for a byte that starts none. */
function literalFrom(letter: number): Buffer {
  if (letter === SMALL_T) return TRUE;
  return letter === SMALL_F ? FALSE : NULL;
}

const TRUE = Buffer.from('true');
const FALSE = Buffer.from('false');
const NULL = Buffer.from('null');

const ZERO = 0x30;
const DOT = 0x2e;
const PLUS = 0x2b;
const SMALL_E = 0x65;
const SMALL_F = 0x66;
const SMALL_T = 0x74;
const SMALL_U = 0x75;
const CASE_BIT = 0x20;

/** The length of `\u00e9`. */
const UNICODE_ESCAPE_LENGTH = 6;

const IS_ESCAPABLE = new Uint8Array(256);
for (const letter of Buffer.from('"\\/bfnrt')) IS_ESCAPABLE[letter] = 1;
