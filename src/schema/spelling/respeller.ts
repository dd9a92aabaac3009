import { type Spelling, SPELLING_GROWTH, Unwritten } from './spelling.js';

/** Reads values by one spelling, with room of its own for what is rewritten. */
export class Respeller {
  /** Holds the value that was read last, at `start` to `end`; to be used before the next is read. */
  bytes: Buffer = Buffer.allocUnsafeSlow(256);
  start = 0;
  end = 0;
  readonly #spelling: Spelling;
  #room = this.bytes;

  constructor(spelling: Spelling) {
    this.#spelling = spelling;
  }

  /**
   * Reads the value in `bytes[start..end)`.
   *
   * @returns Whether it has the spelling; if not, there is no value.
   */
  read(bytes: Buffer, start: number, end: number): boolean {
    const needed = end - start + SPELLING_GROWTH;
    if (this.#room.length < needed) this.#room = Buffer.allocUnsafeSlow(2 * needed);
    const length = this.#spelling.respell(bytes, start, end, this.#room);
    const isRewritten = length >= 0;
    this.bytes = isRewritten ? this.#room : bytes;
    this.start = isRewritten ? 0 : start;
    this.end = isRewritten ? length : end;
    return length !== Unwritten.refused;
  }
}
