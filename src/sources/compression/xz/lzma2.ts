import type { ChunkPool } from '../../chunk-pool.js';
import type { ByteInput } from '../byte-input.js';
import { LzmaDecoder, type LzmaProperties } from './lzma-decoder.js';
import { LzmaWindow } from './lzma-window.js';

/** The first byte of a chunk that is not the end, and what it means. */
const STORED_RESET = 1;
const STORED = 2;
const COMPRESSED = 0x80;

/**
 * Decodes LZMA2 data: chunks of up to 2 MiB, stored or compressed, up to an end mark.
 *
 * @param dictionaryBytes - How far back matches may reach.
 * @throws SluiceError SOURCE_CORRUPT
 */
export async function* lzma2(
  input: ByteInput,
  chunks: ChunkPool,
  dictionaryBytes: number,
): AsyncGenerator<Buffer, void> {
  const window = new LzmaWindow(dictionaryBytes);
  const reader = new ChunkReader(input, window);
  for (;;) {
    await input.require(1);
    if (input.bytes[input.start] === 0) {
      input.start++;
      return;
    }
    yield* pieces(window, await reader.next(), chunks);
  }
}

/** Copies of the window's last `length` bytes. */
function* pieces(window: LzmaWindow, length: number, chunks: ChunkPool): Generator<Buffer, void> {
  for (let at = window.end - length; at < window.end;) {
    const chunk = chunks.acquire();
    const copied = window.bytes.copy(chunk, 0, at, window.end);
    at += copied;
    yield chunk.subarray(0, copied);
  }
}

class ChunkReader {
  readonly #input: ByteInput;
  readonly #window: LzmaWindow;
  #decoder: LzmaDecoder | null = null;
  #properties: LzmaProperties | null = null;
  /** The first chunk must begin a dictionary. */
  #hasDictionary = false;

  constructor(input: ByteInput, window: LzmaWindow) {
    this.#input = input;
    this.#window = window;
  }

  /** Decodes the next chunk into the window, and tells how many bytes it has. */
  async next(): Promise<number> {
    const control = this.#input.bytes[this.#input.start];
    if (control >= 0xe0 || control === STORED_RESET) this.#beginDictionary();
    if (!this.#hasDictionary || (control > STORED && control < COMPRESSED)) {
      throw this.#input.damaged('no chunk where one should begin');
    }
    return control >= COMPRESSED ? this.#compressed(control) : this.#stored();
  }

  #beginDictionary(): void {
    this.#hasDictionary = true;
    this.#window.reset();
    this.#decoder = null;
    this.#properties = null;
  }

  async #stored(): Promise<number> {
    const input = this.#input;
    await input.require(3);
    const length = input.bytes.readUInt16BE(input.start + 1) + 1;
    await input.require(3 + length);
    this.#window.reserve(length);
    input.bytes.copy(this.#window.bytes, this.#window.end, input.start + 3, input.start + 3 + length);
    this.#window.advance(length);
    input.start += 3 + length;
    return length;
  }

  async #compressed(control: number): Promise<number> {
    const input = this.#input;
    await input.require(6);
    const length = (((control & 0x1f) << 16) | input.bytes.readUInt16BE(input.start + 1)) + 1;
    const size = input.bytes.readUInt16BE(input.start + 3) + 1;
    const headerSize = control >= 0xc0 ? 6 : 5;
    await input.require(headerSize + size);
    const decoder = this.#decoderFor(control, input.bytes[input.start + 5]);
    const start = input.start + headerSize;
    this.#window.reserve(length);
    const fits = size >= 5 && decoder.decode({ bytes: input.bytes, start, end: start + size }, length);
    if (!fits) throw input.damaged('a chunk that does not decode to its length');
    input.start = start + size;
    return length;
  }

  /** Bits 5 and 6 tell what to begin anew: nothing, the state, or the properties too. */
  #decoderFor(control: number, propertyByte: number): LzmaDecoder {
    if (control >= 0xc0) this.#properties = propertiesOf(propertyByte);
    if (this.#properties === null) throw this.#input.damaged('a chunk without properties');
    if (control >= 0xa0) this.#decoder = new LzmaDecoder(this.#window, this.#properties);
    if (this.#decoder === null) throw this.#input.damaged('a chunk without a state');
    return this.#decoder;
  }
}

function propertiesOf(byte: number): LzmaProperties | null {
  const literalContextBits = byte % 9;
  const rest = Math.floor(byte / 9);
  const literalPositionBits = rest % 5;
  const positionBits = Math.floor(rest / 5);
  if (positionBits > 4 || literalContextBits + literalPositionBits > 4) return null;
  return { literalContextBits, literalPositionBits, positionBits };
}
