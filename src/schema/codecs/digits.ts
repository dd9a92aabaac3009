/** A place in a field: offset of the next byte to read. */
export interface Cursor {
  at: number;
}

/**
 * Reads the number that the digits at the cursor make, and moves the cursor after them. Exact up to 15 digits.
 *
 * @param bytes - Holds the field.
 * @param end - The byte after the field's last.
 * @param cursor - Where to read; moved.
 * @returns The number, or -1 when there is no digit.
 */
export function readNumber(bytes: Buffer, end: number, cursor: Cursor): number {
  let { at } = cursor;
  let value = 0;
  while (at < end && isDigit(bytes[at])) value = value * 10 + (bytes[at++] - ZERO);
  if (at === cursor.at) return -1;
  cursor.at = at;
  return value;
}

/** The number that the two digits at `at` make; -1 when they are not two digits. */
export function twoDigits(bytes: Buffer, at: number): number {
  const tens = bytes[at] - ZERO;
  const ones = bytes[at + 1] - ZERO;
  return tens >>> 0 <= 9 && ones >>> 0 <= 9 ? tens * 10 + ones : -1;
}

/** Whether a byte is an ASCII digit. */
export function isDigit(byte: number): boolean {
  return byte >= ZERO && byte <= NINE;
}

const ZERO = 0x30;
const NINE = 0x39;
