/** The spellings of truth values and of uuids; that the right letters follow is left to their codecs. */

/**
 * Whether `bytes[start..end)` can be `true` or `false` in any case, or is `t` or `f` in lower case; an upper-case
 * letter is often a code, such as a sex.
 *
 * @param bytes - Holds the field.
 * @param start - Its first byte.
 * @param end - The byte after its last.
 */
export function isTruthWord(bytes: Buffer, start: number, end: number): boolean {
  const length = end - start;
  if (length === 1) return bytes[start] === LETTER_T || bytes[start] === LETTER_F;
  const letter = bytes[start] | CASE_BIT;
  return (letter === LETTER_T && length === 4) || (letter === LETTER_F && length === 5);
}

/**
 * Whether `bytes[start..end)` can be a uuid in its usual form, with four hyphens.
 *
 * @param bytes - Holds the field.
 * @param start - Its first byte.
 * @param end - The byte after its last.
 */
export function isHyphenated(bytes: Buffer, start: number, end: number): boolean {
  return (
    end - start === 36 &&
    bytes[start + 8] === HYPHEN &&
    bytes[start + 13] === HYPHEN &&
    bytes[start + 18] === HYPHEN &&
    bytes[start + 23] === HYPHEN
  );
}

const LETTER_F = 0x66;
const LETTER_T = 0x74;
const CASE_BIT = 0x20;
const HYPHEN = 0x2d;
