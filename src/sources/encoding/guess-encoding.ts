import iconv from 'iconv-lite';
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

/**
 * UTF-16 or UTF-32 without a byte order mark, by where its zero bytes are: a text has line ends, delimiters and digits,
 * whose high bytes are zero, and almost no zero anywhere else.
 */
export function unicodeByZeros(bytes: Buffer): string | null {
  const zeros = [0, 0, 0, 0];
  const length = Math.min(bytes.length, 4096) & ~3;
  for (let at = 0; at < length; at++) if (bytes[at] === 0) zeros[at & 3]++;
  const isZero = zeros.map((count) => (4 * count) / Math.max(1, length));
  const pattern = isZero.map((share) => (share > 0.2 ? 'z' : share < 0.02 ? '-' : '?')).join('');
  return zeroPatterns.get(pattern) ?? null;
}

const zeroPatterns = new Map([
  ['-z-z', 'utf-16le'],
  ['z-z-', 'utf-16be'],
  ['-zzz', 'utf-32le'],
  ['zzz-', 'utf-32be'],
]);

/** A character may be cut at the end of the sample, but not at the end of a line. */
function wholeLines(bytes: Buffer): Buffer {
  const sample = bytes.subarray(0, MAX_SAMPLE_BYTES);
  const end = bytes.length <= MAX_SAMPLE_BYTES ? -1 : sample.lastIndexOf(0x0a);
  return end === -1 ? sample : sample.subarray(0, end + 1);
}
