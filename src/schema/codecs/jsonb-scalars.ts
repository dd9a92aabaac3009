import { codeUnit, INVALID, jsonNumberEnd, jsonStringEnd, UNDECIDED, UNICODE_ESCAPE_LENGTH } from './json-scalars.js';

/**
 * Checks a JSON string that jsonb must be able to store as text: no `\u0000`, and surrogates only in pairs.
 *
 * @param bytes - Holds the document.
 * @param at - The opening quote.
 * @param end - The byte after the document's last.
 * @returns The offset after the closing quote, or {@link INVALID}.
 */
export function jsonbStringEnd(bytes: Buffer, at: number, end: number): number {
  const after = jsonStringEnd(bytes, at, end);
  let next = at + 1;
  while (next < after) {
    next = bytes[next] === BACKSLASH ? storableEnd(bytes, next, after) : next + 1;
    if (next < 0) return INVALID;
  }
  return after;
}

/** The offset after an escape, or a pair of them, that stands for a character that Postgres can store. */
function storableEnd(bytes: Buffer, at: number, end: number): number {
  const unit = codeUnit(bytes, at, end);
  const after = at + UNICODE_ESCAPE_LENGTH;
  if (unit < 0) return at + 2;
  if (unit === 0 || isLowSurrogate(unit)) return INVALID;
  if (!isHighSurrogate(unit)) return after;
  return isLowSurrogate(codeUnit(bytes, after, end)) ? after + UNICODE_ESCAPE_LENGTH : INVALID;
}

function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff;
}

function isLowSurrogate(unit: number): boolean {
  return unit >= 0xdc00 && unit <= 0xdfff;
}

/**
 * Checks a JSON number that jsonb must be able to store as numeric.
 *
 * @param bytes - Holds the document.
 * @param at - The number's first byte.
 * @param end - The byte after the document's last.
 * @returns The offset after the number, {@link INVALID}, or {@link UNDECIDED} when it may pass numeric's limits.
 */
export function jsonbNumberEnd(bytes: Buffer, at: number, end: number): number {
  const after = jsonNumberEnd(bytes, at, end);
  if (after - at > SURELY_NUMERIC_LENGTH) return UNDECIDED;
  for (let next = at; next < after; next++) {
    const isExponent = (bytes[next] | CASE_BIT) === SMALL_E;
    if (isExponent && after - next > SURELY_NUMERIC_EXPONENT_LENGTH) return UNDECIDED;
  }
  return after;
}

/** With this length, and an exponent of three digits and a sign, a number is far from numeric's limits. */
const SURELY_NUMERIC_LENGTH = 1000;
const SURELY_NUMERIC_EXPONENT_LENGTH = 5;

const BACKSLASH = 0x5c;
const SMALL_E = 0x65;
const CASE_BIT = 0x20;
