import { Verdict } from './codec.js';
import { fourHexDigits } from './hex.js';
import { skipDigits } from './skip-digits.js';

/** What a scanner gives in place of an offset: not JSON. */
export const INVALID = -Verdict.invalid;

/** What a scanner gives in place of an offset: Postgres must decide. */
export const UNDECIDED = -Verdict.undecided;

/**
 * Checks a JSON string.
 *
 * @param bytes - Holds the document.
 * @param at - The opening quote.
 * @param end - The byte after the document's last.
 * @returns The offset after the closing quote, or {@link INVALID}.
 */
export function jsonStringEnd(bytes: Buffer, at: number, end: number): number {
  let next = at + 1;
  while (next < end) {
    const byte = bytes[next];
    if (byte === QUOTE) return next + 1;
    if (byte < FIRST_PRINTABLE) return INVALID;
    next = byte === BACKSLASH ? escapeEnd(bytes, next, end) : next + 1;
    if (next < 0) return INVALID;
  }
  return INVALID;
}

function escapeEnd(bytes: Buffer, at: number, end: number): number {
  if (at + 1 >= end) return INVALID;
  if (bytes[at + 1] === SMALL_U) return codeUnit(bytes, at, end) < 0 ? INVALID : at + UNICODE_ESCAPE_LENGTH;
  return ESCAPABLE.includes(bytes[at + 1]) ? at + 2 : INVALID;
}

/**
 * The UTF-16 code unit that an escape such as `\u00e9` names.
 *
 * @param bytes - Holds the document.
 * @param at - Where a backslash may be.
 * @param end - The byte after the document's last.
 * @returns The code unit; negative when there is no such escape.
 */
export function codeUnit(bytes: Buffer, at: number, end: number): number {
  if (at + UNICODE_ESCAPE_LENGTH > end || bytes[at] !== BACKSLASH || bytes[at + 1] !== SMALL_U) return -1;
  return fourHexDigits(bytes, at + 2);
}

/** The length of `\u00e9`. */
export const UNICODE_ESCAPE_LENGTH = 6;

/**
 * Checks a JSON number.
 *
 * @param bytes - Holds the document.
 * @param at - The number's first byte.
 * @param end - The byte after the document's last.
 * @returns The offset after the number, or {@link INVALID}.
 */
export function jsonNumberEnd(bytes: Buffer, at: number, end: number): number {
  const first = bytes[at] === MINUS ? at + 1 : at;
  const integerEnd = skipDigits(bytes, first, end);
  if (integerEnd === first || (bytes[first] === ZERO && integerEnd > first + 1)) return INVALID;
  const fractionEnd =
    bytes[integerEnd] === DOT && integerEnd < end ? skipDigits(bytes, integerEnd + 1, end) : integerEnd;
  if (fractionEnd === integerEnd + 1) return INVALID;
  if (fractionEnd >= end || (bytes[fractionEnd] | CASE_BIT) !== SMALL_E) return fractionEnd;
  return exponentEnd(bytes, fractionEnd + 1, end);
}

function exponentEnd(bytes: Buffer, at: number, end: number): number {
  const first = at < end && (bytes[at] === PLUS || bytes[at] === MINUS) ? at + 1 : at;
  const after = skipDigits(bytes, first, end);
  return after === first ? INVALID : after;
}

const FIRST_PRINTABLE = 0x20;
const QUOTE = 0x22;
const PLUS = 0x2b;
const MINUS = 0x2d;
const DOT = 0x2e;
const ZERO = 0x30;
const BACKSLASH = 0x5c;
const SMALL_E = 0x65;
const SMALL_U = 0x75;
const CASE_BIT = 0x20;
const ESCAPABLE = Buffer.from('"\\/bfnrt');
