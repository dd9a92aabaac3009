import { randomFillSync } from 'node:crypto';

/** How many 32-bit words the hash of a key has. */
export const HASH_WORDS = 4;

/** A key as bytes: the first `length` of `bytes`. */
export interface KeyBytes {
  readonly bytes: Uint8Array;
  readonly length: number;
}

/** SipHash-2-4 of 128 bits: https://www.aumasson.jp/siphash/ */
export type KeyHash = (key: KeyBytes, into: Int32Array) => void;

/**
 * Makes a hash function of keys. With a secret of its own nobody can make two keys that have the same hash; among a thousand
 * million keys the odds of two that have it by chance are 1 to 10^20. In a loop here it takes half the time of a call of
 * node:crypto.
 *
 * @param secret - 16 bytes. Default: random ones.
 * @returns A function that writes the hash of a key into four words, never all zeros.
 */
export function keyHash(secret: Uint8Array = randomFillSync(new Uint8Array(16))): KeyHash {
  const view = new DataView(secret.buffer, secret.byteOffset, secret.byteLength);
  const start = new Int32Array(8);
  for (let word = 0; word < 4; word++) {
    start[word] = INITIAL[word] ^ view.getInt32(4 * word, true);
    start[word + 4] = INITIAL[word + 4] ^ view.getInt32(4 * word, true);
  }
  start[2] ^= LONG;
  const state = new Int32Array(8);
  return (key, into) => {
    state.set(start);
    takeBytes(state, key);
    finish(state, into);
  };
}

/** Four words of 64 bits, each as its low and its high half. */
const INITIAL = Int32Array.of(
  0x70736575,
  0x736f6d65,
  0x6e646f6d,
  0x646f7261,
  0x6e657261,
  0x6c796765,
  0x79746573,
  0x74656462,
);

/** Marks a hash of 128 bits. */
const LONG = 0xee;

function takeBytes(state: Int32Array, { bytes, length }: KeyBytes): void {
  const whole = length & ~7;
  for (let at = 0; at < whole; at += 8) takeWord(state, wordAt(bytes, at), wordAt(bytes, at + 4));
  let low = 0;
  let high = length << 24;
  for (let at = whole; at < length; at++) {
    const shift = 8 * (at & 3);
    if (at - whole < 4) low |= bytes[at] << shift;
    else high |= bytes[at] << shift;
  }
  takeWord(state, low, high);
}

function wordAt(bytes: Uint8Array, at: number): number {
  return bytes[at] | (bytes[at + 1] << 8) | (bytes[at + 2] << 16) | (bytes[at + 3] << 24);
}

function takeWord(state: Int32Array, low: number, high: number): void {
  state[6] ^= low;
  state[7] ^= high;
  mix(state, 2);
  state[0] ^= low;
  state[1] ^= high;
}

function finish(state: Int32Array, into: Int32Array): void {
  state[4] ^= LONG;
  mix(state, 4);
  into[0] = state[0] ^ state[2] ^ state[4] ^ state[6];
  into[1] = state[1] ^ state[3] ^ state[5] ^ state[7];
  state[2] ^= 0xdd;
  mix(state, 4);
  into[2] = state[0] ^ state[2] ^ state[4] ^ state[6];
  into[3] = state[1] ^ state[3] ^ state[5] ^ state[7];
  if ((into[0] | into[1] | into[2] | into[3]) === 0) into[0] = 1;
}

// eslint-disable-next-line max-lines-per-function -- the rounds of a hash; in functions for its steps it takes twice the time
function mix(state: Int32Array, rounds: number): void {
  let [v0, w0, v1, w1] = [state[0], state[1], state[2], state[3]];
  let [v2, w2, v3, w3] = [state[4], state[5], state[6], state[7]];
  for (let round = 0; round < rounds; round++) {
    let sum = (v0 >>> 0) + (v1 >>> 0);
    w0 = (w0 + w1 + (sum > MAX_HALF ? 1 : 0)) | 0;
    v0 = sum | 0;
    sum = (v2 >>> 0) + (v3 >>> 0);
    w2 = (w2 + w3 + (sum > MAX_HALF ? 1 : 0)) | 0;
    v2 = sum | 0;
    let half = (v1 << 13) | (w1 >>> 19);
    w1 = ((w1 << 13) | (v1 >>> 19)) ^ w0;
    v1 = half ^ v0;
    half = (v3 << 16) | (w3 >>> 16);
    w3 = ((w3 << 16) | (v3 >>> 16)) ^ w2;
    v3 = half ^ v2;
    half = v0;
    v0 = w0;
    w0 = half;
    sum = (v2 >>> 0) + (v1 >>> 0);
    w2 = (w2 + w1 + (sum > MAX_HALF ? 1 : 0)) | 0;
    v2 = sum | 0;
    sum = (v0 >>> 0) + (v3 >>> 0);
    w0 = (w0 + w3 + (sum > MAX_HALF ? 1 : 0)) | 0;
    v0 = sum | 0;
    half = (v1 << 17) | (w1 >>> 15);
    w1 = ((w1 << 17) | (v1 >>> 15)) ^ w2;
    v1 = half ^ v2;
    half = (v3 << 21) | (w3 >>> 11);
    w3 = ((w3 << 21) | (v3 >>> 11)) ^ w0;
    v3 = half ^ v0;
    half = v2;
    v2 = w2;
    w2 = half;
  }
  state[0] = v0;
  state[1] = w0;
  state[2] = v1;
  state[3] = w1;
  state[4] = v2;
  state[5] = w2;
  state[6] = v3;
  state[7] = w3;
}

/** The greatest number of 32 bits. */
const MAX_HALF = 0xffffffff;
