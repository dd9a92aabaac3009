import type { SpillFile } from '../../transforms/record/steps/spill-file.js';
import { entryEnd, hashAt, keyAt, valueAt } from './entry.js';
import { entryHash } from './entry-hash.js';

/** Bytes of entries that are read at a time. With 4 KiB a look-up takes almost twice as long: what is read must be gone through. */
const BLOCK_BYTES = 1024;

/**
 * The entries of a lookup in a file, in the order of their hashes. Of each block of some 1 KiB the first hash is in memory,
 * so one block is read to find a key: for 1 GB of entries that takes some 16 MB.
 */
export class EntryFile {
  readonly #file: SpillFile;
  /** The hash of the first entry of each block. No hash is in two blocks. */
  readonly #firstHashes: number[] = [];
  readonly #starts: number[] = [];
  #lastHash = -1;
  #block = Buffer.allocUnsafeSlow(2 * BLOCK_BYTES);

  /** @param file - Nothing has been written to it. */
  constructor(file: SpillFile) {
    this.#file = file;
  }

  /**
   * Adds entries, whose hashes are in ascending order, and not below those of the entries that there are.
   *
   * @throws SluiceError OUTPUT_FAILED
   */
  append(entries: Buffer): void {
    const { length: before } = this.#file;
    for (let at = 0; at < entries.length; at = entryEnd(entries, at)) this.#note(hashAt(entries, at), before + at);
    this.#file.append(entries);
  }

  #note(hash: number, position: number): void {
    if (hash === this.#lastHash) return;
    this.#lastHash = hash;
    if (this.#starts.length > 0 && position - this.#starts[this.#starts.length - 1] < BLOCK_BYTES) return;
    this.#firstHashes.push(hash);
    this.#starts.push(position);
  }

  /**
   * What a key has; null is NULL, undefined: it is not there.
   *
   * @throws SluiceError OUTPUT_FAILED
   */
  find(key: Buffer): string | null | undefined {
    const hash = entryHash(key);
    const block = this.#blockOf(hash);
    if (block < 0) return undefined;
    const bytes = this.#read(block);
    for (let at = 0; at < bytes.length; at = entryEnd(bytes, at)) {
      if (hashAt(bytes, at) === hash && keyAt(bytes, at).equals(key)) return valueAt(bytes, at);
    }
    return undefined;
  }

  /** Lets go of the file. */
  close(): void {
    this.#file.close();
  }

  /** The last block that does not begin behind a hash; -1: there is none. */
  #blockOf(hash: number): number {
    let low = 0;
    let high = this.#firstHashes.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#firstHashes[middle] <= hash) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }

  #read(block: number): Buffer {
    const start = this.#starts[block];
    const length = (this.#starts[block + 1] ?? this.#file.length) - start;
    if (length > this.#block.length) this.#block = Buffer.allocUnsafeSlow(length);
    const bytes = this.#block.subarray(0, length);
    this.#file.read(bytes, start);
    return bytes;
  }
}
