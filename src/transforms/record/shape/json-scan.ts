/** Finds its way through JSON text that is known to be sound, byte by byte: nothing is made of it. */

/** Told of a member of an object: where its key is, without the quotes, and where its value. */
export type OnMember = (keyStart: number, keyEnd: number, valueStart: number, valueEnd: number) => void;

/** The first byte from `at` on that is no white space; `end` when there is none. */
export function skipSpace(bytes: Uint8Array, at: number, end: number): number {
  let next = at;
  while (next < end && isSpace(bytes[next])) next++;
  return next;
}

/** The byte after the value that begins at `at`. */
export function valueEnd(bytes: Uint8Array, at: number, end: number): number {
  const first = bytes[at];
  if (first === QUOTE) return stringEnd(bytes, at, end);
  if (first === OPEN_OBJECT || first === OPEN_LIST) return containerEnd(bytes, at, end);
  let next = at;
  while (next < end && !endsScalar(bytes[next])) next++;
  return next;
}

/** Where the element or key after one that ends at `at` begins; the closing bracket when there is none. */
export function nextItem(bytes: Uint8Array, at: number, end: number): number {
  const next = skipSpace(bytes, at, end);
  return next < end && bytes[next] === COMMA ? skipSpace(bytes, next + 1, end) : next;
}

/**
 * Finds the elements of a list.
 *
 * @param start - Its opening bracket.
 * @param end - The byte after its last.
 * @param spans - Takes start and end of each element, behind what it has.
 */
export function listElements(bytes: Uint8Array, start: number, end: number, spans: SpanList): void {
  let at = skipSpace(bytes, start + 1, end);
  while (at < end && bytes[at] !== CLOSE_LIST) {
    const next = valueEnd(bytes, at, end);
    spans.push(at, next);
    at = nextItem(bytes, next, end);
  }
}

/**
 * Finds the members of an object.
 *
 * @param start - Its opening brace.
 * @param end - The byte after its last.
 */
export function objectMembers(bytes: Uint8Array, start: number, end: number, onMember: OnMember): void {
  let at = skipSpace(bytes, start + 1, end);
  while (at < end && bytes[at] !== CLOSE_OBJECT) {
    const keyEnd = stringEnd(bytes, at, end);
    const colon = skipSpace(bytes, keyEnd, end);
    const value = skipSpace(bytes, colon + 1, end);
    const next = valueEnd(bytes, value, end);
    onMember(at + 1, keyEnd - 1, value, next);
    at = nextItem(bytes, next, end);
  }
}

/** Pairs of start and end, in memory that is used again. */
export class SpanList {
  /** How many pairs there are. */
  count = 0;
  #numbers = new Int32Array(256);

  /** Forgets all of them, or those from some on. */
  truncate(count = 0): void {
    this.count = count;
  }

  /** Adds a pair. */
  push(start: number, end: number): void {
    if (2 * this.count === this.#numbers.length) {
      const larger = new Int32Array(2 * this.#numbers.length);
      larger.set(this.#numbers);
      this.#numbers = larger;
    }
    this.#numbers[2 * this.count] = start;
    this.#numbers[2 * this.count + 1] = end;
    this.count++;
  }

  /** The start of a pair. */
  start(index: number): number {
    return this.#numbers[2 * index];
  }

  /** The end of a pair. */
  end(index: number): number {
    return this.#numbers[2 * index + 1];
  }
}

/** The byte after the closing quote of the string that begins at `start`. */
function stringEnd(bytes: Uint8Array, start: number, end: number): number {
  for (let at = start + 1; at < end; at++) {
    if (bytes[at] === BACKSLASH) at++;
    else if (bytes[at] === QUOTE) return at + 1;
  }
  return end;
}

function containerEnd(bytes: Uint8Array, start: number, end: number): number {
  let depth = 0;
  let at = start;
  while (at < end) {
    const byte = bytes[at];
    if (byte === QUOTE) {
      at = stringEnd(bytes, at, end);
      continue;
    }
    at++;
    if (byte === OPEN_OBJECT || byte === OPEN_LIST) depth++;
    else if ((byte === CLOSE_OBJECT || byte === CLOSE_LIST) && --depth === 0) return at;
  }
  return end;
}

function endsScalar(byte: number): boolean {
  return byte === COMMA || byte === CLOSE_LIST || byte === CLOSE_OBJECT || isSpace(byte);
}

function isSpace(byte: number): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}

/** What an object begins with: `{`. */
export const OPEN_OBJECT = 0x7b;
/** What a list begins with: `[`. */
export const OPEN_LIST = 0x5b;
const CLOSE_OBJECT = 0x7d;
const CLOSE_LIST = 0x5d;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
