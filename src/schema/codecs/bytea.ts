import { writeInt32 } from './append.js';
import { type Codec, type CodecFactory, type CopyOutput, Verdict, type VerdictCode } from './codec.js';
import { hexByte } from './hex.js';

/**
 * Makes the codec of bytea, in both of Postgres's forms: hex (`\x0aff`, whitespace between bytes allowed) and
 * escape (`\\` for a backslash, `\377` for a byte in octal, all else for itself).
 */
export const byteaCodec: CodecFactory = (): Codec => (bytes, start, end, output) => {
  const isHex = start + 1 < end && bytes[start] === BACKSLASH && bytes[start + 1] === SMALL_X;
  return isHex ? appendHex(bytes, start + 2, end, output) : appendEscaped(bytes, start, end, output);
};

function appendHex(bytes: Buffer, start: number, end: number, output: CopyOutput): VerdictCode {
  const target = output.bytes;
  let to = output.offset + LENGTH_WORD;
  let at = start;
  while (at < end) {
    if (isHexSpace(bytes[at])) {
      at++;
      continue;
    }
    const value = hexByte(bytes, at);
    if (value < 0 || at + 1 === end) return Verdict.invalid;
    target[to++] = value;
    at += 2;
  }
  return finish(output, to);
}

function appendEscaped(bytes: Buffer, start: number, end: number, output: CopyOutput): VerdictCode {
  const target = output.bytes;
  let to = output.offset + LENGTH_WORD;
  let at = start;
  while (at < end) {
    if (bytes[at] !== BACKSLASH) {
      target[to++] = bytes[at++];
      continue;
    }
    const isPair = at + 1 < end && bytes[at + 1] === BACKSLASH;
    const value = isPair ? BACKSLASH : octalValue(bytes, at + 1, end);
    if (value < 0) return Verdict.invalid;
    target[to++] = value;
    at += isPair ? 2 : 4;
  }
  return finish(output, to);
}

/** The value of three octal digits, from 000 to 377, or -1. */
function octalValue(bytes: Buffer, at: number, end: number): number {
  if (at + 3 > end) return -1;
  const [high, middle, low] = [bytes[at] - ZERO, bytes[at + 1] - ZERO, bytes[at + 2] - ZERO];
  const isOctal = high >= 0 && high <= 3 && middle >= 0 && middle <= 7 && low >= 0 && low <= 7;
  return isOctal ? (high << 6) | (middle << 3) | low : -1;
}

/** Writes the length word before an image that ends at `to`. */
function finish(output: CopyOutput, to: number): VerdictCode {
  writeInt32(output.bytes, output.offset, to - output.offset - LENGTH_WORD);
  output.offset = to;
  return Verdict.accepted;
}

/** What Postgres skips between hex bytes: fewer characters than elsewhere. */
function isHexSpace(byte: number): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x09 || byte === 0x0d;
}

const LENGTH_WORD = 4;
const BACKSLASH = 0x5c;
const SMALL_X = 0x78;
const ZERO = 0x30;
