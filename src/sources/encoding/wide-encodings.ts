/** An encoding of two bytes and more a character, and where its common characters are. */
export interface WideEncoding {
  readonly name: string;
  /** The first byte of a character, by ranges. */
  readonly commonLeads: readonly (readonly [low: number, high: number])[];
  /** The least second byte of a common character. */
  readonly leastTrail: number;
}

/**
 * The encodings that East Asian files come in. Common are the characters of daily use, which each standard put into rows
 * of their own (kana, Hangul, Han of the first level), and punctuation. Those with fewer rows come first: text that fits
 * two is more likely in the narrower.
 */
export const wideEncodings: readonly WideEncoding[] = [
  { name: 'shift_jis', commonLeads: [[0x81, 0x83], [0x88, 0x97]], leastTrail: 0x40 }, // prettier-ignore
  { name: 'euc-kr', commonLeads: [[0xa1, 0xa1], [0xa3, 0xa3], [0xb0, 0xc8]], leastTrail: 0xa1 }, // prettier-ignore
  { name: 'euc-jp', commonLeads: [[0xa1, 0xa1], [0xa3, 0xa5], [0xb0, 0xcf]], leastTrail: 0xa1 }, // prettier-ignore
  { name: 'big5', commonLeads: [[0xa1, 0xa2], [0xa4, 0xc6]], leastTrail: 0x40 }, // prettier-ignore
  { name: 'gb18030', commonLeads: [[0xa1, 0xa1], [0xa3, 0xa3], [0xb0, 0xd7]], leastTrail: 0xa1 }, // prettier-ignore
];

/**
 * How plausible a text is in an encoding.
 *
 * @returns From 0 to 1: the share of its characters beyond ASCII that are common; 0 when it can't be decoded.
 */
export function wideScore(bytes: Buffer, { name, commonLeads, leastTrail }: WideEncoding): number {
  const characters = decodedLength(bytes, name);
  let common = 0;
  for (let at = 0; at + 1 < bytes.length; at++) {
    const lead = bytes[at];
    if (lead < 0x80) continue;
    if (bytes[at + 1] >= leastTrail && commonLeads.some(([low, high]) => lead >= low && lead <= high)) common++;
    at++;
  }
  return characters === 0 ? 0 : Math.min(1, common / characters);
}

/** How many characters beyond ASCII the text has; 0 when it is malformed, or this build of Node lacks the decoder. */
function decodedLength(bytes: Buffer, name: string): number {
  try {
    return new TextDecoder(name, { fatal: true }).decode(bytes).replaceAll(/[\0-\x7f]/g, '').length;
  } catch {
    return 0;
  }
}
