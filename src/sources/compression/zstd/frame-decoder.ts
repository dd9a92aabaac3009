import { Decompress } from 'fzstd';
import type { ByteInput } from '../byte-input.js';
import type { FrameHeader } from './frame-header.js';
import type { FramePart } from './frame-parts.js';
import { Xxh64 } from './xxh64.js';

/**
 * Decodes one frame by fzstd, which gets a block at a time: of many at once it would make all their output at once. It
 * checks little, so the size and the check sum are verified here.
 */
export class FrameDecoder {
  readonly #input: ByteInput;
  readonly #header: FrameHeader;
  readonly #hash = new Xxh64();
  readonly #decoder: Decompress;
  /** Usually one; fzstd looks at nothing before it has 18 bytes, and then at all that is there. */
  #blocks: Buffer[] = [];
  #length = 0;

  constructor(input: ByteInput, header: FrameHeader) {
    this.#input = input;
    this.#header = header;
    this.#decoder = new Decompress(({ buffer, byteOffset, length }) => {
      if (length > 0) this.#blocks.push(Buffer.from(buffer, byteOffset, length));
    });
  }

  /**
   * Decodes a part and passes over it.
   *
   * @returns Its bytes, if it has any.
   * @throws SluiceError SOURCE_CORRUPT
   */
  decode({ type, length }: FramePart): readonly Buffer[] {
    const { bytes, start } = this.#input;
    const part = Buffer.from(bytes.subarray(start, start + length));
    this.#blocks = [];
    if (type === 'check sum') this.#verify(part.readUInt32LE());
    else this.#push(type, part);
    this.#input.start += length;
    if (type === 'last block') this.#verifyLength();
    return this.#blocks;
  }

  #push(type: FramePart['type'], part: Buffer): void {
    // Fzstd would wait for the check sum, and not look at it.
    if (type === 'header') part[4] &= ~4;
    try {
      this.#decoder.push(part, type === 'last block');
    } catch {
      throw this.#input.damaged('a block that does not decode');
    }
    for (const block of this.#blocks) {
      if (this.#header.hasChecksum) this.#hash.update(block);
      this.#length += block.length;
    }
  }

  #verify(sum: number): void {
    if (sum !== this.#hash.digestLow()) throw this.#input.damaged('a check sum that does not match');
  }

  #verifyLength(): void {
    if ((this.#header.contentBytes ?? this.#length) === this.#length) return;
    throw this.#input.damaged('a frame that has not the size that its header says');
  }
}
