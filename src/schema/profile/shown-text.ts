/** The most characters that a profile shows of a value. */
const MAX_CHARACTERS = 200;

/**
 * A value as text to show: at most 200 characters, with `…` after them when it has more. Bytes that are not UTF-8 become
 * U+FFFD.
 *
 * @param start - The value, or its start.
 * @param isWhole - Whether `start` is all of it; if not, what is left of its last character does not count. Default true.
 */
export function shownText(start: Buffer, isWhole = true): string {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  const characters = Array.from(decoder.decode(start, { stream: !isWhole }));
  const isCut = !isWhole || characters.length > MAX_CHARACTERS;
  return isCut ? `${characters.slice(0, MAX_CHARACTERS).join('')}…` : characters.join('');
}
