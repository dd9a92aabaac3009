import iconv from 'iconv-lite';
import { unicodeByZeros } from './unicode-by-zeros.js';
import { wideEncodings, wideScore } from './wide-encodings.js';
import { wordScore } from './word-score.js';

/** A text that fits less well than this in an encoding is not in it. */
const MIN_SCORE = 0.6;

/** What files of one byte a character come in, the likeliest first: of equal scores, the first wins. */
const narrowEncodings = [
  'windows-1252',
  'windows-1250',
  'windows-1251',
  'koi8-r',
  'windows-1253',
  'cp850',
  'macintosh',
];

/** Bytes that are looked at. */
const MAX_SAMPLE_BYTES = 32 * 1024;

/**
 * The encodings that a text which is no UTF-8 may be in, the likeliest first, at most two. UTF-16 shows by its zero
 * bytes; the encodings of East Asia by what they can't hold and what is common in them; the others by what makes words.
 *
 * @param bytes - A piece of the text that begins at its start.
 * @returns Their names, for `--encoding`; none when nothing fits.
 */
export function guessEncoding(bytes: Buffer): string[] {
  const unicode = unicodeByZeros(bytes);
  if (unicode !== null) return [unicode];
  const sample = wholeLines(bytes);
  const wide = wideEncodings.map((encoding) => ({ name: encoding.name, score: wideScore(sample, encoding) }));
  const narrow = narrowEncodings.map((name) => ({ name, score: wordScore(iconv.decode(sample, name)) }));
  const likely = [...wide, ...narrow].filter(({ score }) => score >= MIN_SCORE).sort((a, b) => b.score - a.score);
  return likely.slice(0, 2).map(({ name }) => name);
}

/** A character may be cut at the end of the sample, but not at the end of a line. */
function wholeLines(bytes: Buffer): Buffer {
  const sample = bytes.subarray(0, MAX_SAMPLE_BYTES);
  const end = bytes.length <= MAX_SAMPLE_BYTES ? -1 : sample.lastIndexOf(0x0a);
  return end === -1 ? sample : sample.subarray(0, end + 1);
}
