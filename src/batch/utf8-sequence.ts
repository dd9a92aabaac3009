/**
 * The length of the UTF-8 sequence whose first byte, at `at`, is not ASCII; or, as a negative number, how many bytes of
 * a broken one are skipped together: the Encoding Standard's maximal subpart, for which one U+FFFD stands.
 *
 * @param bytes - Holds the text.
 * @param at - Where the sequence begins.
 * @param end - The byte after the text's last.
 */
export function sequenceLength(bytes: Buffer, at: number, end: number): number {
  const lead = bytes[at];
  const length = SEQUENCE_LENGTHS[lead];
  const second = at + 1 < end ? bytes[at + 1] : 0;
  if (length === 0 || second < lowestSecond(lead) || second > highestSecond(lead)) return -1;
  for (let index = 2; index < length; index++) {
    if (at + index >= end || (bytes[at + index] & 0xc0) !== 0x80) return -index;
  }
  return length;
}

/** Shorter forms of a character exist below this second byte. */
function lowestSecond(lead: number): number {
  if (lead === 0xe0) return 0xa0;
  return lead === 0xf0 ? 0x90 : 0x80;
}

/** Above this second byte lie the surrogates and what is past U+10FFFF. */
function highestSecond(lead: number): number {
  if (lead === 0xed) return 0x9f;
  return lead === 0xf4 ? 0x8f : 0xbf;
}

const SEQUENCE_LENGTHS = new Uint8Array(256).fill(2, 0xc2, 0xe0).fill(3, 0xe0, 0xf0).fill(4, 0xf0, 0xf5);
