/**
 * Whether `bytes[start..end)` spells a word, in any case.
 *
 * @param bytes - Holds the field.
 * @param start - The spelling's first byte.
 * @param end - The byte after its last.
 * @param word - Lower-case ASCII letters, or digits.
 */
export function isWord(bytes: Buffer, start: number, end: number, word: string): boolean {
  if (end - start !== word.length) return false;
  for (let at = start; at < end; at++) {
    if (lowerCase(bytes[at]) !== word.charCodeAt(at - start)) return false;
  }
  return true;
}

function lowerCase(byte: number): number {
  return byte >= 0x41 && byte <= 0x5a ? byte | 0x20 : byte;
}
