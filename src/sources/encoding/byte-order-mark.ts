import { UTF16BE, UTF16LE, UTF32BE, UTF32LE, UTF8, type Encoding } from './unicode-encodings.js';

/** A text that says itself how it is encoded. */
export interface ByteOrderMark {
  readonly encoding: Encoding;
  /** How many bytes the mark has. */
  readonly length: number;
}

/** The byte order mark that a text begins with, by its first four bytes; or null. */
export function byteOrderMark(head: Buffer): ByteOrderMark | null {
  const found = marks.find(({ mark }) => head.toString('latin1', 0, mark.length) === mark);
  return found === undefined ? null : { encoding: found.encoding, length: found.mark.length };
}

/** The marks of UTF-32 come first, since they begin with those of UTF-16. */
const marks = [
  { mark: '\xff\xfe\0\0', encoding: UTF32LE },
  { mark: '\0\0\xfe\xff', encoding: UTF32BE },
  { mark: '\xff\xfe', encoding: UTF16LE },
  { mark: '\xfe\xff', encoding: UTF16BE },
  { mark: '\xef\xbb\xbf', encoding: UTF8 },
];
