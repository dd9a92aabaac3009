import { sequenceLength } from '../batch/utf8-sequence.js';
import type { CopyOutput } from '../schema/codecs/codec.js';
import { ViewCache } from './view-cache.js';

/** How many bytes one byte can become: `\u001b`. */
export const JSON_GROWTH = 6;

/**
 * Appends `bytes[start..end)` as a JSON string, quotes included. What is not valid UTF-8 becomes U+FFFD as in the Encoding
 * Standard (one for each maximal subpart); control characters (C0, DEL, C1) are escaped, all else stays as it is.
 *
 * @param bytes - Any bytes at all.
 * @param start - The first.
 * @param end - The byte after the last.
 * @param output - Must have room for `JSON_GROWTH * (end - start) + 2` bytes.
 */
export function appendJsonString(bytes: Buffer, start: number, end: number, output: Output): void {
  const target = output.bytes;
  target[output.offset++] = QUOTE;
  for (let from = start; from < end;) {
    if (end - from >= FEW_BYTES) from = appendPlainWords(bytes, from, end, output);
    if (from === end) break;
    const byte = bytes[from];
    const treatment = TREATMENTS[byte];
    if (treatment === PLAIN) {
      target[output.offset++] = byte;
      from++;
    } else if (treatment === SEQUENCE) {
      const to = output.offset;
      const length = sequenceLength(bytes, from, end);
      output.offset = length > 0 ? writeCharacter(target, to, bytes, from) : writeReplacement(target, to);
      from += Math.abs(length);
    } else {
      output.offset = writeEscape(target, output.offset, byte, treatment);
      from++;
    }
  }
  target[output.offset++] = QUOTE;
}

/** Bytes that are appended to. */
type Output = Pick<CopyOutput, 'bytes' | 'offset'>;

/** Appends four bytes at a time, down to the first four of which one is special; a third of the time of single bytes. */
function appendPlainWords(bytes: Buffer, start: number, end: number, output: Output): number {
  const source = sourceViews.of(bytes);
  const target = targetViews.of(output.bytes);
  const base = output.bytes.byteOffset;
  const last = bytes.byteOffset + end - 4;
  let from = bytes.byteOffset + start;
  let to = base + output.offset;
  for (; from <= last; from += 4) {
    const word = source.getInt32(from, true);
    if (hasSpecial(word)) break;
    target.setInt32(to, word, true);
    to += 4;
  }
  output.offset = to - base;
  return from - bytes.byteOffset;
}

/**
 * Whether one of a word's bytes is a control character, a quote, a backslash, DEL or not ASCII: each term sets the high bit of
 * a byte that is (https://graphics.stanford.edu/~seander/bithacks.html#ZeroInWord).
 */
function hasSpecial(word: number): boolean {
  const controls = word - 0x20202020;
  const quotes = (word ^ 0x22222222) - 0x01010101;
  const backslashes = (word ^ 0x5c5c5c5c) - 0x01010101;
  const deletes = word + 0x01010101;
  return ((word | controls | quotes | backslashes | deletes) & 0x80808080) !== 0;
}

/** Fewer are written one by one sooner than a view of them is had. */
const FEW_BYTES = 12;

const sourceViews = new ViewCache();
const targetViews = new ViewCache();

/** Writes the character whose UTF-8 begins at `from`; the lead byte tells its length. */
function writeCharacter(target: Buffer, at: number, value: Buffer, from: number): number {
  const lead = value[from];
  if (lead === 0xc2 && value[from + 1] < 0xa0) return writeEscape(target, at, value[from + 1], UNICODE);
  const length = lead < 0xe0 ? 2 : 3 + (lead >> 4 === 0xf ? 1 : 0);
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
