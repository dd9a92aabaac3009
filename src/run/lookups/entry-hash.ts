import { HASH_WORDS, keyHash } from '../../transforms/record/steps/key-hash.js';

/** Its secret is another one in each process: nobody can choose keys beforehand that all have one hash. */
const hashOf = keyHash();
const words = new Int32Array(HASH_WORDS);

/** The hash of a key: 32 bits, of which the upper ones can stand for all. */
export function entryHash(key: Uint8Array): number {
  hashOf({ bytes: key, length: key.length }, words);
  return words[0] >>> 0;
}
