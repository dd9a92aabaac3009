import type { Readable } from 'node:stream';
import { displaySource } from '../../batch/display-source.js';
import { SluiceError } from '../../errors/sluice-error.js';

/** What a `ByteInput` is made of. */
export interface ByteInputOptions {
  /** The source's name, for messages. */
  readonly name: string;
  /** What the bytes are: `gzip data`. */
  readonly container: string;
  /** Takes back a chunk that is used up. */
  readonly recycle: (chunk: Buffer) => void;
  /** What offsets in messages begin with: where in its archive an entry begins. Default 0. */
  readonly firstOffset?: number;
}

/**
 * A window on a stream of compressed bytes: decoders ask for as many as they need at once, and then read
 * `bytes` from `start` up to `end` without waiting. Holds a chunk, and copies only what spans two of them.
 */
export class ByteInput {
  /** Memory that holds the window; valid until the next `fill`. */
  bytes: Buffer = Buffer.alloc(0);
  /** The next byte. */
  start = 0;
  /** After the last byte at hand. */
  end = 0;
  readonly #chunks: AsyncIterator<Buffer>;
  readonly #options: ByteInputOptions;
  #consumedBefore = 0;
  #atEnd = false;
  /** The chunk that `bytes` is; null when it is memory of our own. */
  #chunk: Buffer | null = null;

  constructor(stream: Readable, options: ByteInputOptions) {
    this.#chunks = stream[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
    this.#options = options;
    this.#consumedBefore = options.firstOffset ?? 0;
  }

  /** Bytes before `start`, in all. */
  get offset(): number {
    return this.#consumedBefore + this.start;
  }

  /** Bytes at hand. */
  get available(): number {
    return this.end - this.start;
  }

  /**
   * Waits for at least `count` bytes.
   *
   * @returns False when the input ends before them; what there is of it is then at hand.
   */
  async fill(count: number): Promise<boolean> {
    while (this.available < count && !this.#atEnd) {
      const next = await this.#chunks.next();
      if (next.done === true) this.#atEnd = true;
      else this.#append(next.value, count);
    }
    return this.available >= count;
  }

  /**
   * Waits for at least `count` bytes.
   *
   * @throws SluiceError SOURCE_CORRUPT when the input ends before them.
   */
  async require(count: number): Promise<void> {
    if (!(await this.fill(count))) throw this.truncated();
  }

  /** The input ended where more was due. */
  truncated(): SluiceError {
    const { name, container } = this.#options;
    const length = this.#consumedBefore + this.end;
    return new SluiceError(
      'SOURCE_CORRUPT',
      `${displaySource(name)} is cut off: its ${container} ends at byte ${length}, before it is complete.`,
      { hint: 'The file was probably copied or written only in part: get it again.' },
    );
  }

  /**
   * The bytes are not what they should be.
   *
   * @param reason - What is wrong, in a few words.
   * @param offset - Up to which byte all was well; default: all that was consumed.
   */
  damaged(reason: string, offset = this.offset): SluiceError {
    const { name, container } = this.#options;
    return new SluiceError(
      'SOURCE_CORRUPT',
      `${displaySource(name)} is damaged: its ${container} is not valid after byte ${offset} (${reason}).`,
      { hint: 'Compare the file with its original, and get it again.' },
    );
  }

  /** The bytes are well-formed, but of a kind that isn't read here. */
  unsupported(feature: string, command: string): SluiceError {
    const { name, container } = this.#options;
    return new SluiceError('SOURCE_UNREADABLE', `${displaySource(name)} can't be read: its ${container} ${feature}.`, {
      hint: `Decompress it with its own tool: ${command} FILE | sluice load - --table NAME`,
    });
  }

  /** Lets go of the stream. */
  async close(): Promise<void> {
    await this.#chunks.return?.();
  }

  #append(chunk: Buffer, count: number): void {
    if (this.available === 0) {
      this.#moveTo(chunk, chunk.length);
      this.#chunk = chunk;
      return;
    }
    const length = this.available + chunk.length;
    if (this.#chunk !== null || length > this.bytes.length - this.start) this.#makeRoom(Math.max(length, count));
    chunk.copy(this.bytes, this.end);
    this.end += chunk.length;
    this.#options.recycle(chunk);
  }

  /** Twice the room that is needed now, so that small chunks don't copy all of it again and again. */
  #makeRoom(length: number): void {
    const { bytes, start, end } = this;
    const own = this.#chunk === null && bytes.length >= length + end - start;
    const target = own ? bytes : Buffer.allocUnsafeSlow(2 * length);
    bytes.copy(target, 0, start, end);
    this.#moveTo(target, end - start);
  }

  #moveTo(bytes: Buffer, length: number): void {
    this.#consumedBefore += this.start;
    this.bytes = bytes;
    this.start = 0;
    this.end = length;
    if (this.#chunk !== null) this.#options.recycle(this.#chunk);
    this.#chunk = null;
  }
}
