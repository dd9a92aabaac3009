/**
 * Writes the value that the inside of a JSON string stands for, as UTF-8. The escapes must be sound by RFC 8259 and
 * hold no lone surrogate: the parser has checked them. `\u0000` becomes a NUL byte, which is for others to judge.
 *
 * @param bytes - Holds the string.
 * @param start - The byte after the opening quote.
 * @param end - The closing quote.
 * @param target - At least `end - start` bytes long, as no escape is shorter than its character; written from 0.
 * @returns How many bytes the value has.
 */
export function unescapeJson(bytes: Buffer, start: number, end: number, target: Buffer): number {
  let length = 0;
  for (let at = start; at < end; at++) {
    const byte = bytes[at];
    if (byte !== BACKSLASH) {
      target[length++] = byte;
    } else if (bytes[++at] !== SMALL_U) {
      target[length++] = CHARACTERS[bytes[at]];
    } else {
      const unit = codeUnit(bytes, at + 1);
      at += HEX_DIGITS;
      if (isHighSurrogate(unit)) {
        length = writeUtf8(joined(unit, codeUnit(bytes, at + 3)), target, length);
        at += UNICODE_ESCAPE_LENGTH;
      } else {
        length = writeUtf8(unit, target, length);
      }
    }
  }
  return length;
}

function codeUnit(bytes: Buffer, at: number): number {
  return (
    (nibble(bytes[at]) << 12) | (nibble(bytes[at + 1]) << 8) | (nibble(bytes[at + 2]) << 4) | nibble(bytes[at + 3])
  );
}

/** The value of a hex digit in either case: letters have bit 6, and count from 1 in their low bits. */
function nibble(digit: number): number {
  return (digit & 0x0f) + 9 * (digit >> 6);
}

function isHighSurrogate(unit: number): boolean {
  return (unit & 0xfc00) === 0xd800;
}

function joined(high: number, low: number): number {
  return 0x10000 + ((high & 0x3ff) << 10) + (low & 0x3ff);
}

function writeUtf8(code: number, target: Buffer, at: number): number {
  if (code < 0x80) {
    target[at] = code;
    return at + 1;
  }
  const continuations = code < 0x800 ? 1 : code < 0x10000 ? 2 : 3;
  target[at] = FIRST_BYTE_MARKS[continuations] | (code >> (6 * continuations));
  for (let index = 1; index <= continuations; index++) {
    target[at + index] = 0x80 | ((code >> (6 * (continuations - index))) & 0x3f);
  }
  return at + continuations + 1;
}

/** The high bits of a character's first byte, by how many bytes follow it. */
const FIRST_BYTE_MARKS = [0, 0xc0, 0xe0, 0xf0];

const BACKSLASH = 0x5c;
const SMALL_U = 0x75;
const HEX_DIGITS = 4;
const UNICODE_ESCAPE_LENGTH = 6;

/** What the letter after a backslash stands for. */
const CHARACTERS = makeCharacters();

function makeCharacters(): Uint8Array {
  const characters = new Uint8Array(256);
  for (const [index, letter] of Buffer.from('"\\/bfnrt').entries())
    characters[letter] = '"\\/\b\f\n\r\t'.charCodeAt(index);
  return characters;
}
