/** Bytes that are taken in at once. */
const STRIPE_BYTES = 32;

/**
 * XXH64 with seed 0, which zstd frames end with the low half of. Its 64-bit arithmetic is done in halves of 32 bits:
 * with bigints it runs at 5 MB/s. Follows the xxHash specification 0.2.0.
 */
export class Xxh64 {
  readonly #lanes = [add(P1, P2), P2, ZERO, negated(P1)].map(([low, high]) => Int32Array.of(low, high));
  readonly #rest = Buffer.alloc(STRIPE_BYTES);
  #restLength = 0;
  #length = 0;

  /** Takes in more bytes. */
  update(bytes: Buffer): void {
    this.#length += bytes.length;
    let at = 0;
    if (this.#restLength > 0) {
      at = bytes.copy(this.#rest, this.#restLength, 0);
      this.#restLength += at;
      if (this.#restLength < STRIPE_BYTES) return;
      this.#takeStripes(this.#rest, 0, STRIPE_BYTES);
    }
    const end = at + (bytes.length - at - ((bytes.length - at) % STRIPE_BYTES));
    this.#takeStripes(bytes, at, end);
    this.#restLength = bytes.copy(this.#rest, 0, end);
  }

  /** The low 32 bits of the hash of all bytes so far. */
  digestLow(): number {
    let hash = add(this.#merged(), [this.#length | 0, Math.floor(this.#length / 2 ** 32)]);
    let at = 0;
    for (; at + 8 <= this.#restLength; at += 8) {
      const word = multiply(
        rotated(multiply([this.#rest.readInt32LE(at), this.#rest.readInt32LE(at + 4)], P2), 31),
        P1,
      );
      hash = add(multiply(rotated(xor(hash, word), 27), P1), P4);
    }
    if (at + 4 <= this.#restLength) {
      hash = add(multiply(rotated(xor(hash, multiply([this.#rest.readInt32LE(at), 0], P1)), 23), P2), P3);
      at += 4;
    }
    for (; at < this.#restLength; at++) hash = multiply(rotated(xor(hash, multiply([this.#rest[at], 0], P5)), 11), P1);
    return avalanched(hash)[0] >>> 0;
  }

  #merged(): Word {
    if (this.#length < STRIPE_BYTES) return P5;
    const lanes = this.#lanes.map(([low, high]): Word => [low, high]);
    const shifts = [1, 7, 12, 18];
    let hash = lanes.map((lane, index) => rotated(lane, shifts[index])).reduce(add);
    for (const lane of lanes) hash = add(multiply(xor(hash, round(lane)), P1), P4);
    return hash;
  }

  /** The hot loop, in plain numbers: with words as objects it takes 40 times as long. */
  #takeStripes(bytes: Buffer, from: number, to: number): void {
    for (let lane = 0; lane < 4; lane++) {
      const state = this.#lanes[lane];
      let low = state[0];
      let high = state[1];
      for (let at = from + 8 * lane; at < to; at += STRIPE_BYTES) {
        const inLow = bytes[at] | (bytes[at + 1] << 8) | (bytes[at + 2] << 16) | (bytes[at + 3] << 24);
        const inHigh = bytes[at + 4] | (bytes[at + 5] << 8) | (bytes[at + 6] << 16) | (bytes[at + 7] << 24);
        // lane += input * P2
        const productHigh = (highOf(inLow, P2[0]) + Math.imul(inHigh, P2[0]) + Math.imul(inLow, P2[1])) | 0;
        const sum = (low >>> 0) + (Math.imul(inLow, P2[0]) >>> 0);
        const sumHigh = (high + productHigh + (sum > 0xffffffff ? 1 : 0)) | 0;
        const sumLow = sum | 0;
        // lane = rotated by 31, * P1
        const turnedLow = (sumLow << 31) | (sumHigh >>> 1);
        const turnedHigh = (sumHigh << 31) | (sumLow >>> 1);
        high = (highOf(turnedLow, P1[0]) + Math.imul(turnedHigh, P1[0]) + Math.imul(turnedLow, P1[1])) | 0;
        low = Math.imul(turnedLow, P1[0]);
      }
      state[0] = low;
      state[1] = high;
    }
  }
}

/** A number of 64 bits: its low half, and its high half. */
type Word = readonly [low: number, high: number];

const ZERO: Word = [0, 0];
const P1: Word = [0x85ebca87 | 0, 0x9e3779b1 | 0];
const P2: Word = [0x27d4eb4f | 0, 0xc2b2ae3d | 0];
const P3: Word = [0x9e3779f9 | 0, 0x165667b1 | 0];
const P4: Word = [0xc2b2ae63 | 0, 0x85ebca77 | 0];
const P5: Word = [0x165667c5 | 0, 0x27d4eb2f | 0];

function round(word: Word): Word {
  return multiply(rotated(multiply(word, P2), 31), P1);
}

function avalanched(word: Word): Word {
  const first = multiply(xor(word, [word[1] >>> 1, 0]), P2);
  const second = multiply(xor(first, [(first[0] >>> 29) | (first[1] << 3), first[1] >>> 29]), P3);
  return xor(second, [second[1], 0]);
}

function add(a: Word, b: Word): Word {
  const low = (a[0] >>> 0) + (b[0] >>> 0);
  return [low | 0, (a[1] + b[1] + (low > 0xffffffff ? 1 : 0)) | 0];
}

function xor(a: Word, b: Word): Word {
  return [a[0] ^ b[0], a[1] ^ b[1]];
}

function negated([low, high]: Word): Word {
  return add([~low, ~high], [1, 0]);
}

function rotated([low, high]: Word, bits: number): Word {
  return [(low << bits) | (high >>> (32 - bits)), (high << bits) | (low >>> (32 - bits))];
}

function multiply(a: Word, b: Word): Word {
  return [Math.imul(a[0], b[0]), (highOf(a[0], b[0]) + Math.imul(a[1], b[0]) + Math.imul(a[0], b[1])) | 0];
}

/** The high half of the product of two unsigned halves. */
function highOf(a: number, b: number): number {
  const aLow = a & 0xffff;
  const aHigh = a >>> 16;
  const bLow = b & 0xffff;
  const bHigh = b >>> 16;
  const middle = aHigh * bLow + (Math.imul(aLow, bLow) >>> 16);
  const middleLow = (middle & 0xffff) + aLow * bHigh;
  return (aHigh * bHigh + Math.floor(middle / 65536) + Math.floor(middleLow / 65536)) | 0;
}
