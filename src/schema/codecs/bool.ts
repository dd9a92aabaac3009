import { dropBlanks, skipBlanks } from './blanks.js';
import { type Codec, type CodecFactory, Verdict } from './codec.js';
import { beginsWord } from './words.js';

/**
 * Makes the codec of boolean: any unambiguous beginning of `true`, `false`, `yes`, `no`, `on`, `off`, or `1` or
 * `0`, in any case, with blanks around it; all else Postgres refuses.
 */
export const boolCodec: CodecFactory = () => encodeBool;

const encodeBool: Codec = (bytes, start, end, output) => {
  const from = skipBlanks(bytes, start, end);
  const value = readBool(bytes, from, dropBlanks(bytes, from, end));
  if (value === NEITHER) return Verdict.invalid;
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

const NEITHER = -1;

/** Words with how much of each tells it from the others; the commonest first. */
const words = [
  { word: 'true', least: 1, value: 1 },
  { word: 'false', least: 1, value: 0 },
  { word: '1', least: 1, value: 1 },
  { word: '0', least: 1, value: 0 },
  { word: 'yes', least: 1, value: 1 },
  { word: 'no', least: 1, value: 0 },
  { word: 'on', least: 2, value: 1 },
  { word: 'off', least: 2, value: 0 },
] as const;

function readBool(bytes: Buffer, start: number, end: number): number {
  for (const { word, least, value } of words) {
    if (end - start >= least && beginsWord(bytes, start, end, word)) return value;
  }
  return NEITHER;
}
