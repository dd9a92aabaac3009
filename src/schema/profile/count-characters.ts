/**
 * How many characters (code points) the UTF-8 in `bytes[start..end)` has. In what is not UTF-8, a byte that could only
 * go on with a character counts as none.
 */
export function countCharacters(bytes: Buffer, start: number, end: number): number {
  let continuations = 0;
  for (let at = start; at < end; at++) if ((bytes[at] & 0xc0) === 0x80) continuations++;
  return end - start - continuations;
}
