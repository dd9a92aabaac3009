/**
 * Hashes the bytes from `start` to `end` by MurmurHash3 (32 bits, A. Appleby), except that the last four bytes are taken
 * as a word of their own, some of them once more. Good enough to count by, but not against someone who looks for
 * collisions.
 *
 * @param view - Holds the value.
 * @param start - Its first byte.
 * @param end - The byte after its last.
 * @param seed - Any 32-bit integer: another seed gives another hash.
 * @returns A signed 32-bit integer.
 */
export function hashBytes(view: DataView, start: number, end: number, seed: number): number {
  const lastWord = end - 4;
  let hash = seed;
  for (let at = start; at < lastWord; at += 4) hash = mixed(hash, view.getInt32(at, true));
  hash = mixed(hash, lastWord >= start ? view.getInt32(lastWord, true) : fewBytes(view, start, end));
  return finish(hash ^ (end - start));
}

function mixed(hash: number, word: number): number {
  let mix = Math.imul(word, 0xcc9e2d51);
  mix = hash ^ Math.imul((mix << 15) | (mix >>> 17), 0x1b873593);
  return (Math.imul((mix << 13) | (mix >>> 19), 5) + 0xe6546b64) | 0;
}

/** Up to three bytes as one number. */
function fewBytes(view: DataView, start: number, end: number): number {
  let word = 0;
  for (let at = start; at < end; at++) word = (word << 8) | view.getUint8(at);
  return word;
}

function finish(hash: number): number {
  let mix = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  mix = Math.imul(mix ^ (mix >>> 13), 0xc2b2ae35);
  return mix ^ (mix >>> 16);
}
