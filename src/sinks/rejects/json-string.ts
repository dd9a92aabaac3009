/** How many bytes one byte can become: `\u001b`. */
export const JSON_GROWTH = 6;

/**
 * Writes bytes as a JSON string, quotes included. What is not valid UTF-8 becomes U+FFFD as in the Encoding
 * Standard (one for each maximal subpart); control characters (C0, DEL, C1) are escaped, all else stays as it is.
 *
 * @param target - Must have room for `JSON_GROWTH * value.length + 2` bytes at `at`.
 * @param at - Where the opening quote goes.
 * @param value - The bytes; any at all.
 * @returns The place after the closing quote.
 */
export function writeJsonString(target: Buffer, at: number, value: Buffer): number {
  const end = value.length;
  let to = at;
  target[to++] = QUOTE;
  for (let from = 0; from < end;) {
    // Four plain bytes at a time: half the time of one by one.
    if (from + 4 <= end && isPlainRun(value, from)) {
      target[to++] = value[from++];
      target[to++] = value[from++];
      target[to++] = value[from++];
      target[to++] = value[from++];
      continue;
    }
    const byte = value[from];
    const treatment = TREATMENTS[byte];
    if (treatment === PLAIN) {
      target[to++] = byte;
      from++;
    } else if (treatment === SEQUENCE) {
      const length = sequenceLength(value, from);
      to = length > 0 ? writeCharacter(target, to, value, from) : writeReplacement(target, to);
      from += Math.abs(length);
    } else {
      to = writeEscape(target, to, byte, treatment);
      from++;
    }
  }
  target[to++] = QUOTE;
  return to;
}

/** Whether the four bytes from `from` on need no escape. */
function isPlainRun(value: Buffer, from: number): boolean {
  const seen =
    TREATMENTS[value[from]] | TREATMENTS[value[from + 1]] | TREATMENTS[value[from + 2]] | TREATMENTS[value[from + 3]];
  return seen === PLAIN;
}

/**
 * The length of the UTF-8 sequence whose first byte, at `from`, is not ASCII; or, as a negative number, how many
 * bytes of a broken one are skipped together.
 */
function sequenceLength(value: Buffer, from: number): number {
  const lead = value[from];
  const length = SEQUENCE_LENGTHS[lead];
  if (length === 0) return -1;
  const second = value[from + 1] ?? 0;
  if (second < lowestSecond(lead) || second > highestSecond(lead)) return -1;
  for (let index = 2; index < length; index++) {
    if (((value[from + index] ?? 0) & 0xc0) !== 0x80) return -index;
  }
  return length;
}

/** Shorter forms of a character exist below this second byte. */
function lowestSecond(lead: number): number {
  if (lead === 0xe0) return 0xa0;
  return lead === 0xf0 ? 0x90 : 0x80;
}

/** Above this second byte lie the surrogates and what is past U+10FFFF. */
function highestSecond(lead: number): number {
  if (lead === 0xed) return 0x9f;
  return lead === 0xf4 ? 0x8f : 0xbf;
}

function writeCharacter(target: Buffer, at: number, value: Buffer, from: number): number {
  const lead = value[from];
  if (lead === 0xc2 && value[from + 1] < 0xa0) return writeEscape(target, at, value[from + 1], UNICODE);
  const length = SEQUENCE_LENGTHS[lead];
  for (let index = 0; index < length; index++) target[at + index] = value[from + index];
  return at + length;
}

function writeReplacement(target: Buffer, at: number): number {
  target[at] = 0xef;
  target[at + 1] = 0xbf;
  target[at + 2] = 0xbd;
  return at + 3;
}

function writeEscape(target: Buffer, at: number, byte: number, treatment: number): number {
  target[at] = BACKSLASH;
  target[at + 1] = treatment;
  if (treatment !== UNICODE) return at + 2;
  target[at + 2] = ZERO;
  target[at + 3] = ZERO;
  target[at + 4] = HEX_DIGITS[byte >> 4];
  target[at + 5] = HEX_DIGITS[byte & 0xf];
  return at + 6;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const ZERO = 0x30;
const HEX_DIGITS = Buffer.from('0123456789abcdef');

/** What becomes of a byte: copied, read as a sequence, or else escaped with this letter after the backslash. */
const PLAIN = 0;
const SEQUENCE = 1;
const UNICODE = 0x75;
const TREATMENTS = new Uint8Array(256).fill(UNICODE, 0, 0x20).fill(SEQUENCE, 0x80);
TREATMENTS[0x7f] = UNICODE;
for (const [character, letter] of ['""', '\\\\', '\bb', '\ff', '\nn', '\rr', '\tt']) {
  TREATMENTS[character.charCodeAt(0)] = letter.charCodeAt(0);
}

const SEQUENCE_LENGTHS = new Uint8Array(256).fill(2, 0xc2, 0xe0).fill(3, 0xe0, 0xf0).fill(4, 0xf0, 0xf5);
