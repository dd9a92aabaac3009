import { unescapeJson } from '../../batch/unescape-json.js';
import type { PathStep } from '../../schema/transform/json-path.js';

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
    this.start = skipBlanks(bytes, start, end);
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
    if (bytes[this.start] !== OPENING_BRACKET) return false;
    let at = skipBlanks(bytes, this.start + 1, end);
    for (let element = 0; at < end && bytes[at] !== CLOSING_BRACKET; element++) {
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
    if (bytes[this.start] !== OPENING_BRACE) return false;
    let found = -1;
    let at = skipBlanks(bytes, this.start + 1, end);
    while (at < end && bytes[at] === QUOTE) {
      const keyEnd = valueEnd(bytes, at, end);
      const value = skipBlanks(bytes, skipBlanks(bytes, keyEnd, end) + 1, end);
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

/** The end of the value that begins at `start`. */
function valueEnd(bytes: Buffer, start: number, end: number): number {
  const first = bytes[start];
  if (first === QUOTE) return stringEnd(bytes, start, end);
  return first === OPENING_BRACE || first === OPENING_BRACKET
    ? nestedEnd(bytes, start, end)
    : wordEnd(bytes, start, end);
}

function stringEnd(bytes: Buffer, start: number, end: number): number {
  for (let at = start + 1; at < end; at++) {
    if (bytes[at] === BACKSLASH) at++;
    else if (bytes[at] === QUOTE) return at + 1;
  }
  return end;
}

function nestedEnd(bytes: Buffer, start: number, end: number): number {
  let depth = 0;
  let at = start;
  while (at < end) {
    const byte = bytes[at];
    if (byte === QUOTE) {
      at = stringEnd(bytes, at, end);
      continue;
    }
    at++;
    if (byte === OPENING_BRACE || byte === OPENING_BRACKET) depth++;
    else if ((byte === CLOSING_BRACE || byte === CLOSING_BRACKET) && --depth === 0) return at;
  }
  return end;
}

/** A number or a word ends where something begins that is neither. */
function wordEnd(bytes: Buffer, start: number, end: number): number {
  let at = start;
  while (
    at < end &&
    bytes[at] !== COMMA &&
    bytes[at] !== CLOSING_BRACE &&
    bytes[at] !== CLOSING_BRACKET &&
    !isBlank(bytes[at])
  ) {
    at++;
  }
  return at;
}

/** Where the next element or key begins; the closing bracket when there is none. */
function nextItem(bytes: Buffer, itemEnd: number, end: number): number {
  const at = skipBlanks(bytes, itemEnd, end);
  return at < end && bytes[at] === COMMA ? skipBlanks(bytes, at + 1, end) : at;
}

function skipBlanks(bytes: Buffer, start: number, end: number): number {
  let at = start;
  while (at < end && isBlank(bytes[at])) at++;
  return at;
}

/** What JSON takes for a blank. */
function isBlank(byte: number): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const OPENING_BRACE = 0x7b;
const CLOSING_BRACE = 0x7d;
const OPENING_BRACKET = 0x5b;
const CLOSING_BRACKET = 0x5d;
