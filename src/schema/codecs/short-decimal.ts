/** A number of a common, short spelling, as small integers; one object is used for every field of a column. */
export interface ShortDecimal {
  negative: boolean;
  /** The digits before the point: below 10^9. */
  whole: number;
  /** The digits after the point as a whole number: below 10^8. */
  fraction: number;
  /** How many digits are written after the point: up to 8. */
  scale: number;
}

/** A {@link ShortDecimal} to scan into. */
export function newShortDecimal(): ShortDecimal {
  return { negative: false, whole: 0, fraction: 0, scale: 0 };
}

/**
 * Reads what most numbers in files look like: a minus or none, one to nine digits, and perhaps a point and one to
 * eight digits. One pass in small integers takes a third of the time of the general way.
 *
 * @param bytes - Holds the field.
 * @param start - The field's first byte.
 * @param end - The byte after its last.
 * @param short - Takes the parts; unspecified when the answer is false.
 * @returns Whether it is such a number; if not, it may still be a number.
 */
export function scanShortDecimal(bytes: Buffer, start: number, end: number, short: ShortDecimal): boolean {
  short.negative = bytes[start] === MINUS;
  const first = short.negative ? start + 1 : start;
  let whole = 0;
  let at = first;
  for (; at < end; at++) {
    const digit = bytes[at] - ZERO;
    if (digit < 0 || digit > 9) break;
    whole = whole * 10 + digit;
    if (at - first >= WHOLE_DIGITS) return false;
  }
  short.whole = whole;
  short.fraction = 0;
  short.scale = 0;
  return at > first && (at >= end || scanFraction(bytes, at, end, short));
}

const MINUS = 0x2d;
const POINT = 0x2e;
const ZERO = 0x30;
const WHOLE_DIGITS = 9;
const FRACTION_DIGITS = 8;

/** Reads a point and the digits after it. */
function scanFraction(bytes: Buffer, point: number, end: number, short: ShortDecimal): boolean {
  const scale = end - point - 1;
  if (bytes[point] !== POINT || scale < 1 || scale > FRACTION_DIGITS) return false;
  let fraction = 0;
  for (let at = point + 1; at < end; at++) {
    const digit = bytes[at] - ZERO;
    if (digit < 0 || digit > 9) return false;
    fraction = fraction * 10 + digit;
  }
  short.fraction = fraction;
  short.scale = scale;
  return true;
}
