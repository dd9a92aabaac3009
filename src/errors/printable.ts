/**
 * Makes text that came from outside safe to print inside a message: control characters, bidirectional overrides
 * and lone surrogates are shown escaped (`\n`, `\x1b`, `\u202e`), and long text is cut and ends in `…`.
 *
 * @param text - Anything: a header, a file name, a value.
 * @param limit - The most characters to show; default 60.
 */
export function printable(text: string, limit = 60): string {
  const characters = Array.from(text.slice(0, 2 * limit + 2));
  const shown = characters.slice(0, limit).join('').replace(unsafe, escapeCharacter);
  return characters.length > limit ? `${shown}…` : shown;
}

/** Controls (C0, C1), invisible format characters (bidirectional overrides too), separators, surrogates, unassigned. */
const unsafe = /[\p{Cc}\p{Cf}\p{Cs}\p{Cn}\p{Co}\p{Zl}\p{Zp}]/gu;

const shortEscapes = new Map([
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
]);

function escapeCharacter(character: string): string {
  const short = shortEscapes.get(character);
  if (short !== undefined) return short;
  const code = character.codePointAt(0) ?? 0;
  if (code <= 0xff) return `\\x${code.toString(16).padStart(2, '0')}`;
  return code <= 0xffff ? `\\u${code.toString(16).padStart(4, '0')}` : `\\u{${code.toString(16)}}`;
}
