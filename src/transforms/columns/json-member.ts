import { unescapeJson } from '../../batch/unescape-json.js';
import type { PathStep } from '../../schema/transform/json-path.js';
import { nextItem, OPEN_LIST, OPEN_OBJECT, skipSpace, valueEnd } from '../record/shape/json-scan.js';

/** Finds a part of a JSON text by a path, in its bytes: what it finds is as it was written. */
export class JsonMember {
  /** What was found: `bytes[start..end)`. */
  start = 0;
  end = 0;
  readonly #steps: readonly (Buffer | number)[];
  #scratch = Buffer.allocUnsafeSlow(256);

  constructor(steps: readonly PathStep[]) {
    this.#steps = steps.map((step) => (typeof step === 'number' ? step : Buffer.from(step)));
  }

  /**
   * Looks for it in `bytes[start..end)`, which must be well-formed JSON. Of several members of one name the last counts, as
   * in jsonb.
   *
   * @returns False: there is no such part; also where the path leads through what is no object, or no array.
   */
  find(bytes: Buffer, start: number, end: number): boolean {
    this.start = skipSpace(bytes, start, end);
    this.end = end;
    for (const step of this.#steps) {
      const isFound = typeof step === 'number' ? this.#toElement(bytes, step) : this.#toMember(bytes, step);
      if (!isFound) return false;
    }
    this.end = valueEnd(bytes, this.start, this.end);
    return true;
  }

  #toElement(bytes: Buffer, index: number): boolean {
    const { end } = this;
    if (bytes[this.start] !== OPEN_LIST) return false;
    let at = skipSpace(bytes, this.start + 1, end);
    for (let element = 0; at < end && bytes[at] !== CLOSE_LIST; element++) {
      if (element === index) {
        this.start = at;
        return true;
      }
      at = nextItem(bytes, valueEnd(bytes, at, end), end);
    }
    return false;
  }

  #toMember(bytes: Buffer, name: Buffer): boolean {
    const { end } = this;
    if (bytes[this.start] !== OPEN_OBJECT) return false;
    let found = -1;
    let at = skipSpace(bytes, this.start + 1, end);
    while (at < end && bytes[at] === QUOTE) {
      const keyEnd = valueEnd(bytes, at, end);
      const value = skipSpace(bytes, skipSpace(bytes, keyEnd, end) + 1, end);
      if (this.#isName(bytes, at + 1, keyEnd - 1, name)) found = value;
      at = nextItem(bytes, valueEnd(bytes, value, end), end);
    }
    if (found >= 0) this.start = found;
    return found >= 0;
  }

  // Three numbers, since an object for each key would cost more than the rest.
  #isName(bytes: Buffer, start: number, end: number, name: Buffer): boolean {
    const hasEscapes = bytes.subarray(start, end).includes(BACKSLASH);
    if (!hasEscapes) return end - start === name.length && bytes.compare(name, 0, name.length, start, end) === 0;
    if (this.#scratch.length < end - start) this.#scratch = Buffer.allocUnsafeSlow(2 * (end - start));
    const length = unescapeJson(bytes, start, end, this.#scratch);
    return name.equals(this.#scratch.subarray(0, length));
  }
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const CLOSE_LIST = 0x5d;
