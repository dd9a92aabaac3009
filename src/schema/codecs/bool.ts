import { dropBlanks, skipBlanks } from './blanks.js';
import { type Codec, type CodecFactory, Verdict } from './codec.js';

/**
 * Makes the codec of boolean: any unambiguous beginning of `true`, `false`, `yes`, `no`, `on`, `off`, or `1` or
 * `0`, in any case, with blanks around it; all else Postgres refuses.
 */
export const boolCodec: CodecFactory = () => encodeBool;

const encodeBool: Codec = (bytes, start, end, output) => {
  const from = skipBlanks(bytes, start, end);
  const value = values.get(keyOf(bytes, from, dropBlanks(bytes, from, end)));
  if (value === undefined) return Verdict.invalid;
  const target = output.bytes;
  const to = output.offset;
  target[to] = 0;
  target[to + 1] = 0;
  target[to + 2] = 0;
  target[to + 3] = 1;
  target[to + 4] = value;
  output.offset = to + 5;
  return Verdict.accepted;
};

/** Each word with the shortest beginning of it that no other word has. */
const words = [
  { word: 'true', shortest: 't', value: 1 },
  { word: 'false', shortest: 'f', value: 0 },
  { word: 'yes', shortest: 'y', value: 1 },
  { word: 'no', shortest: 'n', value: 0 },
  { word: 'on', shortest: 'on', value: 1 },
  { word: 'off', shortest: 'of', value: 0 },
  { word: '1', shortest: '1', value: 1 },
  { word: '0', shortest: '0', value: 0 },
] as const;

const LONGEST = 5;
const NO_KEY = -1;

/** For each byte that occurs in a word, in either case, a number from 1 to 15; 0 for the others. */
const codes = new Uint8Array(256);
for (const alphabet of ['aeflnorstuy01', 'AEFLNORSTUY01']) {
  for (const [index, byte] of Buffer.from(alphabet).entries()) codes[byte] = index + 1;
}

/** The values of all spellings, by {@link keyOf}: in half the time that comparing with each word takes. */
const values = new Map<number, 0 | 1>();
for (const { word, shortest, value } of words) {
  for (let length = shortest.length; length <= word.length; length++) {
    values.set(keyOf(Buffer.from(word), 0, length), value);
  }
}

/** A small integer that tells apart whatever could be one of the words, or {@link NO_KEY}. */
function keyOf(bytes: Buffer, start: number, end: number): number {
  if (end - start > LONGEST) return NO_KEY;
  let key = 0;
  for (let at = start; at < end; at++) {
    const code = codes[bytes[at]];
    if (code === 0) return NO_KEY;
    key = key * 16 + code;
  }
  return key;
}
