/** Bytes that are looked at. */
const MAX_SAMPLE_BYTES = 32 * 1024;

/** More than these shares of the bytes are control characters and no UTF-8 in what is no text. Random bytes: 11 %, 40 %. */
const MIN_CONTROL_SHARE = 0.05;
const MIN_MALFORMED_SHARE = 0.1;

/** What is compiled has more zeros than this, often next to texts; a text has none, or a few by mistake. */
const MIN_ZERO_SHARE = 0.05;

const CONTROL_CHARACTERS = /[\0-\x08\x0b\x0e-\x1f\x7f]/g;

/**
 * Whether bytes are those of a program, a picture, or something packed: no encoding makes a text of them. A text in
 * another encoding has no control characters (but for UTF-16 and UTF-32, which are told apart before), and one with
 * control characters as delimiters has few bytes that are no UTF-8.
 *
 * @param bytes - The beginning of a source; of fewer than some 200 bytes too little can be said.
 */
export function isBinary(bytes: Buffer): boolean {
  const sample = bytes.subarray(0, MAX_SAMPLE_BYTES);
  const text = sample.toString('utf8');
  const share = (pattern: RegExp): number => (text.match(pattern)?.length ?? 0) / sample.length;
  if (share(/\0/g) > MIN_ZERO_SHARE) return true;
  return share(CONTROL_CHARACTERS) > MIN_CONTROL_SHARE && share(/\ufffd/g) > MIN_MALFORMED_SHARE;
}
