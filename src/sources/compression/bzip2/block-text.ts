import type { ChunkPool } from '../../chunk-pool.js';

/** A block's text, or what is wrong with it. */
export type BlockText = Generator<Buffer, string | null>;

/**
 * Turns a block's sorted rotations back into its text.
 *
 * @param block - The last bytes of the sorted rotations, one an element; written over.
 * @param options - Which of them ends the text, what its check sum must be, and where chunks come from.
 * @returns After the text: null, or in a few words what is wrong with it.
 */
export function* textOf(block: Uint32Array, options: { origin: number; crc: number; chunks: ChunkPool }): BlockText {
  const { origin, crc, chunks } = options;
  if (origin >= block.length) return block.length === 0 ? 'an empty block' : 'an impossible start of a block';
  linkRotations(block);
  const runs = new RunExpander(block, block[origin] >>> 8);
  while (!runs.done) {
    const chunk = chunks.acquire();
    const length = runs.writeTo(chunk);
    if (length > 0) yield chunk.subarray(0, length);
  }
  return runs.crc === crc ? null : 'a check sum that does not match';
}

/** Adds to each byte, above its eight bits, which element holds the byte that follows it in the text. */
function linkRotations(block: Uint32Array): void {
  const starts = new Uint32Array(256);
  for (let at = 0; at < block.length; at++) starts[block[at]]++;
  for (let byte = 0, sum = 0; byte < 256; byte++) {
    const count = starts[byte];
    starts[byte] = sum;
    sum += count;
  }
  for (let at = 0; at < block.length; at++) block[starts[block[at] & 0xff]++] |= at << 8;
}

/** Follows the links, and expands runs: four equal bytes are followed by how many more there are (0 to 255). */
class RunExpander {
  readonly #block: Uint32Array;
  #next: number;
  #left: number;
  #byte = -1;
  #equal = 0;
  #repeat = 0;
  #crc = 0xffffffff;

  constructor(block: Uint32Array, first: number) {
    this.#block = block;
    this.#next = first;
    this.#left = block.length;
  }

  get done(): boolean {
    return this.#left === 0 && this.#repeat === 0;
  }

  /** The check sum of all that was written. */
  get crc(): number {
    return ~this.#crc >>> 0;
  }

  // eslint-disable-next-line max-lines-per-function -- The hot loop: with its state in locals it takes half the time.
  writeTo(target: Buffer): number {
    const block = this.#block;
    let [next, left, byte, equal, repeat, crc] = [
      this.#next,
      this.#left,
      this.#byte,
      this.#equal,
      this.#repeat,
      this.#crc,
    ];
    let length = 0;
    while (length < target.length && (left > 0 || repeat > 0)) {
      if (repeat > 0) {
        repeat--;
      } else {
        const link = block[next];
        next = link >>> 8;
        left--;
        const value = link & 0xff;
        if (equal === 4) {
          repeat = value;
          equal = 0;
          continue;
        }
        equal = value === byte ? equal + 1 : 1;
        byte = value;
      }
      target[length++] = byte;
      crc = (crc << 8) ^ crcTable[(crc >>> 24) ^ byte];
    }
    [this.#next, this.#left, this.#byte, this.#equal, this.#repeat, this.#crc] = [next, left, byte, equal, repeat, crc];
    return length;
  }
}

/** CRC-32 with the polynomial of zlib's, but the most significant bit first. */
const crcTable = Int32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte << 24;
  for (let bit = 0; bit < 8; bit++) crc = crc < 0 ? (crc << 1) ^ 0x04c11db7 : crc << 1;
  return crc;
});
