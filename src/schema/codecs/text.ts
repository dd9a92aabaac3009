import { appendBytes } from './append.js';
import { type Codec, type CodecFactory, Verdict } from './codec.js';

/**
 * Makes the codec of text, varchar and varchar(n): the image is the text itself. The limit is in characters.
 * Postgres itself cuts spaces beyond the limit, from a binary image too, so they are passed on.
 * Right for a server whose encoding is UTF8: another encoding may count characters otherwise.
 */
export const textCodec: CodecFactory = (type): Codec => {
  if (type.typmod < TYPMOD_HEADER) return appendBytes;
  const limit = type.typmod - TYPMOD_HEADER;
  return (bytes, start, end, output) =>
    end - start <= limit || fits(bytes, start, end, limit) ? appendBytes(bytes, start, end, output) : Verdict.tooLong;
};

/** Makes the codec of char(n), also without a limit. Postgres pads what is shorter, from a binary image too. */
export const bpcharCodec: CodecFactory = (type, session) => textCodec(type, session);

/** Makes the codec of name. Postgres cuts off a longer name given as text, but refuses it in binary: undecided. */
export const nameCodec: CodecFactory = (): Codec => (bytes, start, end, output) =>
  end - start <= NAME_MAX_BYTES ? appendBytes(bytes, start, end, output) : Verdict.undecided;

/** The `atttypmod` of varchar(n) and char(n) is n plus the size of a header. */
const TYPMOD_HEADER = 4;

/** NAMEDATALEN less the closing NUL. */
const NAME_MAX_BYTES = 63;

const SPACE = 0x20;

/** Whether only spaces lie beyond the first `limit` characters. */
function fits(bytes: Buffer, start: number, end: number, limit: number): boolean {
  let at = afterCharacters(bytes, start, end, limit);
  while (at < end && bytes[at] === SPACE) at++;
  return at === end;
}

/** The offset after the first `count` characters, or the end. */
function afterCharacters(bytes: Buffer, start: number, end: number, count: number): number {
  let characters = 0;
  for (let at = start; at < end; at++) {
    const startsCharacter = (bytes[at] & 0xc0) !== 0x80;
    if (startsCharacter && ++characters > count) return at;
  }
  return end;
}
