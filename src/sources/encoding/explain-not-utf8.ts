import { isUtf8 } from 'node:buffer';
import { displaySource } from '../../batch/display-source.js';
import { sequenceLength } from '../../batch/utf8-sequence.js';
import { guessEncoding } from './guess-encoding.js';

/** Why a source can't be read as UTF-8, for an error or for the end of a run. */
export interface NotUtf8 {
  /** The first byte that is no UTF-8: its line (from 1), its value, and its offset in the sample. */
  readonly line: number;
  readonly byte: number;
  readonly offset: number;
  /** Names for `--encoding`, the likeliest first; may be empty. */
  readonly likely: readonly string[];
  /** `orders.csv is not UTF-8: line 17, byte 0xe9 (offset 1234).` */
  readonly message: string;
  /** `It looks like windows-1252: pass --encoding windows-1252.` */
  readonly hint: string;
}

/**
 * Finds what is not UTF-8 in the beginning of a source, and what it probably is instead.
 *
 * @param name - The source's name.
 * @param bytes - Its first bytes; more of them make a better guess, some 64 KiB are plenty.
 * @returns Null when all of them are UTF-8 (a character that the sample cuts is).
 */
export function explainNotUtf8(name: string, bytes: Buffer): NotUtf8 | null {
  const offset = firstMalformed(bytes);
  if (offset === null) return null;
  const byte = bytes[offset];
  const line = 1 + lineFeedsIn(bytes.subarray(0, offset));
  const likely = guessEncoding(bytes);
  const hex = byte.toString(16).padStart(2, '0');
  return {
    line,
    byte,
    offset,
    likely,
    message: `${displaySource(name)} is not UTF-8: line ${line}, byte 0x${hex} (offset ${offset}).`,
    hint: hintFor(likely),
  };
}

function firstMalformed(bytes: Buffer): number | null {
  if (isUtf8(bytes)) return null;
  for (let at = 0; at < bytes.length;) {
    const length = bytes[at] < 0x80 ? 1 : sequenceLength(bytes, at, bytes.length);
    if (length < 0) return at - length === bytes.length && isBegun(bytes, at) ? null : at;
    at += length;
  }
  return null;
}

/** The last bytes may be the beginning of a character that is whole in the source. */
function isBegun(bytes: Buffer, at: number): boolean {
  const begun = bytes.subarray(at);
  return continuations.some((rest) => isUtf8(Buffer.concat([begun, rest])));
}

/** Of each number of bytes, low and high: some first bytes allow only one of them next. */
const continuations = [1, 2, 3].flatMap((length) => [0x80, 0x8f, 0xa0].map((byte) => Buffer.alloc(length, byte)));

function lineFeedsIn(bytes: Buffer): number {
  let count = 0;
  for (let at = bytes.indexOf(0x0a); at !== -1; at = bytes.indexOf(0x0a, at + 1)) count++;
  return count;
}

function hintFor([first, second]: readonly string[]): string {
  if (first === undefined)
    return 'Name its encoding with --encoding, or have bad bytes replaced with --bad-bytes replace.';
  const alternative = second === undefined ? '' : ` If that reads wrong, try --encoding ${second}.`;
  return `It looks like ${first}: pass --encoding ${first}.${alternative}`;
}
