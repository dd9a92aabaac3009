/** Numbers that look random and are the same in every run. */

/**
 * One number of each of `count` equal parts of the span from 0 to 1: spread over all of it, and none where it is expected.
 *
 * @param seed - Another seed, other numbers.
 */
export function moments(count: number, seed: number): number[] {
  const next = seeded(seed);
  return Array.from({ length: count }, (_, index) => Number(((index + next()) / count).toFixed(4)));
}

/** Bytes that look random. */
export function seededBytes(count: number, seed: number): Buffer {
  const next = seeded(seed);
  return Buffer.from(Array.from({ length: count }, () => Math.floor(256 * next())));
}

/** The generator mulberry32: from 0 up to and without 1. https://gist.github.com/tommyettinger/46a874533244883189143505d203312c */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
