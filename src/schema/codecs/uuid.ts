import { writeInt32 } from './append.js';
import { type Codec, type CodecFactory, type CopyOutput, Verdict, type VerdictCode } from './codec.js';
import { HEX_VALUES } from './hex.js';

/**
 * Makes the codec of uuid: 32 hex digits in either case, as Postgres reads them: a hyphen may follow any group of
 * four digits, and braces may go around the whole.
 */
export const uuidCodec: CodecFactory = (): Codec => encodeUuid;

function encodeUuid(bytes: Buffer, start: number, end: number, output: CopyOutput): VerdictCode {
  const braces = bytes[start] === OPENING_BRACE && bytes[end - 1] === CLOSING_BRACE ? 1 : 0;
  return appendUuid(bytes, start + braces, end - braces, output);
}

function appendUuid(bytes: Buffer, start: number, end: number, output: CopyOutput): VerdictCode {
  if (end - start < 2 * UUID_BYTES) return Verdict.invalid;
  const target = output.bytes;
  let to = writeInt32(target, output.offset, UUID_BYTES);
  let seen = 0;
  let at = start;
  for (let pair = 0; pair < UUID_BYTES; pair++) {
    const value = (HEX_VALUES[bytes[at]] << 4) | HEX_VALUES[bytes[at + 1]];
    seen |= value;
    target[to++] = value;
    at += 2;
    if (pair % 2 === 1 && bytes[at] === HYPHEN && pair < UUID_BYTES - 1) at++;
  }
  output.offset = to;
  return seen >= 0 && at === end ? Verdict.accepted : Verdict.invalid;
}

const UUID_BYTES = 16;
const HYPHEN = 0x2d;
const OPENING_BRACE = 0x7b;
const CLOSING_BRACE = 0x7d;
