import { skipBlanks } from './blanks.js';

/**
 * Whether `bytes[start..end)` is an integer as some version of Postgres reads it: since 16 also `0x1F`, `0o17`,
 * `0b101`, and single underscores between digits (`1_000`).
 *
 * @param bytes - Holds the field.
 * @param start - The first byte after blanks and sign.
 * @param end - The byte after the last, blanks left out.
 */
export function isIntegerLiteral(bytes: Buffer, start: number, end: number): boolean {
  const radix = radixOf(bytes, start, end);
  if (radix === 10) return start < end && skipDigitGroups(bytes, start, end, 10) === end;
  const digits = start + 2 < end && bytes[start + 2] === UNDERSCORE ? start + 3 : start + 2;
  return digits < end && skipDigitGroups(bytes, digits, end, radix) === end;
}

/**
 * Whether `bytes[start..end)` is a numeric as some version of Postgres reads it: an integer literal, or digits
 * with a point and an exponent, since 16 with single underscores between digits, before 16 with blanks before the
 * exponent (`1e 5`).
 *
 * @param bytes - Holds the field.
 * @param start - The first byte after blanks and sign.
 * @param end - The byte after the last, blanks left out.
 */
export function isNumericLiteral(bytes: Buffer, start: number, end: number): boolean {
  if (isIntegerLiteral(bytes, start, end)) return true;
  const point = skipDigitGroups(bytes, start, end, 10);
  const hasPoint = point < end && bytes[point] === POINT;
  const mantissa = hasPoint ? skipDigitGroups(bytes, point + 1, end, 10) : point;
  if (mantissa - start === (hasPoint ? 1 : 0)) return false;
  return mantissa === end || isExponent(bytes, mantissa, end);
}

const PLUS = 0x2b;
const MINUS = 0x2d;
const POINT = 0x2e;
const ZERO = 0x30;
const UNDERSCORE = 0x5f;
const LETTER_E = 0x65;

function isExponent(bytes: Buffer, start: number, end: number): boolean {
  if ((bytes[start] | 0x20) !== LETTER_E) return false;
  const sign = skipBlanks(bytes, start + 1, end);
  const digits = sign < end && (bytes[sign] === PLUS || bytes[sign] === MINUS) ? sign + 1 : sign;
  return digits < end && skipDigitGroups(bytes, digits, end, 10) === end;
}

/** The radix that a prefix such as `0x` names, else 10. */
function radixOf(bytes: Buffer, start: number, end: number): number {
  if (start + 1 >= end || bytes[start] !== ZERO) return 10;
  return radixes.get(bytes[start + 1] | 0x20) ?? 10;
}

const radixes: ReadonlyMap<number, number> = new Map([
  [0x78, 16],
  [0x6f, 8],
  [0x62, 2],
]);

/** The offset after digits with single underscores between them; `start` when no digit is there. */
function skipDigitGroups(bytes: Buffer, start: number, end: number, radix: number): number {
  let after = start;
  for (let at = start; at < end; at++) {
    if (digitValue(bytes[at]) < radix) after = at + 1;
    else if (bytes[at] !== UNDERSCORE || after !== at || at === start) break;
  }
  return after;
}

/** The value of a digit up to `f`; more than any radix for other bytes. */
function digitValue(byte: number): number {
  if (byte >= ZERO && byte <= 0x39) return byte - ZERO;
  const letter = byte | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : 99;
}
