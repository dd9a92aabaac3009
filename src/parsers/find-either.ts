/**
 * A byte, four times over: what {@link findEither} looks for.
 *
 * @param byte - 0 to 255.
 */
export function fourTimes(byte: number): number {
  return Math.imul(byte, 0x01010101);
}

/**
 * Finds the first of two bytes, four bytes at a step: three times as fast as a byte at a step, and faster than
 * `indexOf` where the next one is near.
 *
 * @param words - The bytes as 32-bit words, from the start of their buffer.
 * @param position - Where to begin, in bytes. One of the two must be there or after it.
 * @param first - One of the bytes, as `fourTimes` has it.
 * @param second - The other.
 * @returns Its position in bytes.
 */
export function findEither(words: Int32Array, position: number, first: number, second: number): number {
  let index = position >> 2;
  let found = matches(words[index], first, second) & (-1 << ((position & 3) << 3));
  while (found === 0) found = matches(words[++index], first, second);
  return (index << 2) + ((31 - Math.clz32(found & -found)) >> 3);
}

/**
 * The top bit of each byte of the word that is one of the two; the word's first byte in memory is the lowest. The
 * sum carries nothing from byte to byte, unlike the shorter formula: bytes before the one sought may match too.
 */
function matches(word: number, first: number, second: number): number {
  const ordered = isLittleEndian ? word : swapped(word);
  const a = ordered ^ first;
  const b = ordered ^ second;
  const others = (((a & LOW_BITS) + LOW_BITS) | a) & (((b & LOW_BITS) + LOW_BITS) | b);
  return ~others & TOP_BITS;
}

const LOW_BITS = 0x7f7f7f7f;
const TOP_BITS = 0x80808080 | 0;

const isLittleEndian = new Uint8Array(Int32Array.of(1).buffer)[0] === 1;

function swapped(word: number): number {
  return (word << 24) | ((word & 0xff00) << 8) | ((word >> 8) & 0xff00) | (word >>> 24);
}
