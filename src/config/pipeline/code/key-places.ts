import type { Place } from '../pipeline-node.js';

/**
 * Finds keys of an object in the text that it was written in, without parsing it: the first place behind that of the
 * enclosing key where the name stands as a key. It may be wrong where an object is put together elsewhere; messages
 * name the keys too.
 */
export class KeyPlaces {
  readonly #text: string;
  /** Where each line begins. */
  readonly #lines: number[] = [0];

  constructor(text: string) {
    this.#text = text;
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) this.#lines.push(at + 1);
  }

  /** Where the definition begins: its own text, or the file's. */
  get start(): number {
    return Math.max(this.#text.search(/^export default/m), 0);
  }

  /**
   * Where a key stands.
   *
   * @param from - Where the enclosing key stands.
   * @returns `from` when it is not found.
   */
  find(key: string, from: number): number {
    const name = key.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    const pattern = new RegExp(`(?<![\\w$.])(['"]?)${name}\\1\\s*[:,(}]`, 'g');
    pattern.lastIndex = from;
    return pattern.exec(this.#text)?.index ?? from;
  }

  /** The place of an offset. */
  at(offset: number): Place {
    let low = 0;
    let high = this.#lines.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (this.#lines[middle] <= offset) low = middle;
      else high = middle;
    }
    return { line: low + 1, column: offset - this.#lines[low] + 1 };
  }
}
