/**
 * The first offset in `bytes[start..end)` that holds no blank, or `end`. Blanks are what Postgres's input
 * functions skip: C's `isspace` over ASCII.
 */
export function skipBlanks(bytes: Buffer, start: number, end: number): number {
  let at = start;
  while (at < end && isBlank(bytes[at])) at++;
  return at;
}

/** The offset after the last byte of `bytes[start..end)` that is no blank, or `start`. */
export function dropBlanks(bytes: Buffer, start: number, end: number): number {
  let at = end;
  while (at > start && isBlank(bytes[at - 1])) at--;
  return at;
}

/** Space, and tab to carriage return (`\t\n\v\f\r`). */
function isBlank(byte: number): boolean {
  return byte === 0x20 || (byte <= 0x0d && byte >= 0x09);
}
