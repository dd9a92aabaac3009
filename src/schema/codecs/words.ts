/**
 * Whether `bytes[start..end)` spells the beginning of `word`, or all of it, in any case.
 *
 * @param bytes - Holds the field.
 * @param start - The spelling's first byte.
 * @param end - The byte after its last; an empty spelling begins every word.
 * @param word - Lower-case ASCII letters and digits.
 */
export function beginsWord(bytes: Buffer, start: number, end: number, word: string): boolean {
  if (end - start > word.length) return false;
  for (let at = start; at < end; at++) {
    if (lowerCase(bytes[at]) !== word.charCodeAt(at - start)) return false;
  }
  return true;
}

/** Whether `bytes[start..end)` spells `word`, in any case. */
export function isWord(bytes: Buffer, start: number, end: number, word: string): boolean {
  return end - start === word.length && beginsWord(bytes, start, end, word);
}

function lowerCase(byte: number): number {
  return byte >= 0x41 && byte <= 0x5a ? byte | 0x20 : byte;
}
