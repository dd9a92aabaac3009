/**
 * How plausible a text is as words of a language, which tells encodings of one byte a character apart.
 *
 * @returns From 0 to 1: the share of its words with characters beyond ASCII that look like words.
 */
export function wordScore(text: string): number {
  const words = text.match(wordBeyondAscii) ?? [];
  const good = words.filter((word) => oneScript.test(word) && naturalCase.test(word) && !overAccented(word));
  return words.length === 0 ? 0 : good.length / words.length;
}

/** A run of anything but ASCII punctuation and blanks, in which something is not ASCII. */
const wordBeyondAscii = /[A-Za-z\u0080-\u{10ffff}]*[\u0080-\u{10ffff}][A-Za-z\u0080-\u{10ffff}]*/gu;

/** Quotes, dashes, currencies and signs of units stand at the ends of words; an apostrophe may stand within. */
const oneScript =
  /^[‘“„‚«‹¿¡€£§©–—]*(?:[\p{Script=Latin}’ªº]*|[\p{Script=Cyrillic}№]*|\p{Script=Greek}*)[’”“»›…–—°²³®™€£½¼¾\u00a0]*$/u;

/** All lower case, all upper case, or a capital first: the others come of bytes of another alphabet. */
const naturalCase = /^[^\p{L}]*(?:\p{L}?[^\p{Lu}]*|[^\p{Ll}]*)$/u;

/** No language in Latin letters accents most of them. */
function overAccented(word: string): boolean {
  const latin = word.match(/\p{Script=Latin}/gu)?.length ?? 0;
  const accented = word.match(/(?![A-Za-z])\p{Script=Latin}/gu)?.length ?? 0;
  return latin >= 4 && accented > 0.6 * latin;
}
