import { randomInt } from 'node:crypto';

/** Another one in each process: nobody can choose keys beforehand that all have one hash. */
const BASIS = randomInt(2 ** 32);

/**
 * A hash of 32 bits: FNV-1a (http://www.isthe.com/chongo/tech/comp/fnv/), with its bits mixed at the end so that the upper
 * ones can stand for all.
 */
export function keyHash(key: Uint8Array): number {
  let hash = BASIS;
  for (const byte of key) hash = Math.imul(hash ^ byte, FNV_PRIME);
  hash = Math.imul(hash ^ (hash >>> 16), MIX_1);
  hash = Math.imul(hash ^ (hash >>> 13), MIX_2);
  return (hash ^ (hash >>> 16)) >>> 0;
}

const FNV_PRIME = 0x01000193;
/** The last steps of MurmurHash3: https://github.com/aappleby/smhasher */
const MIX_1 = 0x85ebca6b;
const MIX_2 = 0xc2b2ae35;
