import type { JsonColumn, JsonColumnKind, JsonParserOptions, KeyMeaning } from './json-column.js';

/** A key in one of its spellings, on one level of nesting. */
export class Key {
  readonly level: Level;
  /** The keys of the objects around it, and its own. */
  readonly path: readonly string[];
  /** As it is spelled: quotes, escapes, and the colon that follows it in a compact record. */
  readonly pattern: Buffer;
  /** The pattern as 32-bit words, the first byte lowest; the last is filled up with zeros. */
  readonly words: Int32Array;
  /** Has the bits of the last word that are the pattern's. */
  readonly lastMask: number;
  /** The index of its column; else {@link IGNORED} or {@link UNKNOWN}. */
  readonly column: number;
  readonly kind: JsonColumnKind;
  /** The members of an object that is its value are columns themselves. */
  readonly isFlattened: boolean;
  /** The key that came after it last time, and will likely do so again. */
  next: Key | null = null;
  #inside: Level | null = null;

  constructor(level: Level, { path, pattern, column, kind, isFlattened }: KeyTraits) {
    this.level = level;
    this.path = path;
    this.pattern = pattern;
    this.words = wordsOf(pattern);
    this.lastMask = -1 >>> (8 * (4 * this.words.length - pattern.length));
    this.column = column;
    this.kind = kind;
    this.isFlattened = isFlattened;
  }

  /** The level of the members of its value. */
  get inside(): Level {
    return (this.#inside ??= new Level(this.path));
  }
}

type KeyTraits = Pick<Key, 'path' | 'pattern' | 'column' | 'kind' | 'isFlattened'>;

/** The keys of one level of nesting. */
export class Level {
  /** Stands before the first key, so that even the first can be predicted. */
  readonly head: Key;
  /** Keys by the hash of their spelling; those that share one are in a list. */
  readonly byHash = new Map<number, Key[]>();

  constructor(path: readonly string[]) {
    this.head = new Key(this, { path, pattern: NO_BYTES, column: IGNORED, kind: 'scalar', isFlattened: false });
  }
}

function wordsOf(pattern: Buffer): Int32Array {
  const padded = Buffer.concat([pattern], (pattern.length + 3) & ~3);
  return Int32Array.from({ length: padded.length / 4 }, (_, index) => padded.readInt32LE(4 * index));
}

const NO_BYTES = Buffer.alloc(0);

/** Stands for the column of a key that is passed over. */
const IGNORED = -1;

/** Stands for the column of a key that is a fault. */
export const UNKNOWN = -2;

/** Keys that are remembered; more are looked up anew each time, so that hostile input can't fill the memory. */
const MAX_KEYS = 4096;

/** Knows what the keys of a source mean. A key that was seen before is found by its bytes; no string is made. */
export class KeyTree {
  readonly root = new Level([]);
  readonly #columns: readonly JsonColumn[];
  readonly #columnOf: (path: readonly string[]) => KeyMeaning;
  readonly #flatten: boolean;
  #size = 0;

  constructor({ columns, columnOf, flatten }: Pick<JsonParserOptions, 'columns' | 'columnOf' | 'flatten'>) {
    this.#columns = columns;
    this.#columnOf = columnOf;
    this.#flatten = flatten;
  }

  /** All keys that can be remembered have been seen: there may be others. */
  get #isFull(): boolean {
    return this.#size >= MAX_KEYS;
  }

  /**
   * Finds a key.
   *
   * @param previous - The key before it in the same object, or the head of the level.
   * @param bytes - Hold the key.
   * @param start - Its opening quote.
   * @param end - The byte after its closing quote.
   */
  find(previous: Key, bytes: Buffer, start: number, end: number): Key {
    const { level } = previous;
    const hash = hashOf(bytes, start, end);
    const found = level.byHash.get(hash)?.find((key) => isSpelled(key, bytes, start, end));
    if (found !== undefined) return (previous.next = found);
    const key = this.#create(level, bytes, start, end);
    if (this.#isFull) return key;
    this.#size++;
    const sameHash = level.byHash.get(hash);
    if (sameHash === undefined) level.byHash.set(hash, [key]);
    else sameHash.push(key);
    return (previous.next = key);
  }

  #create(level: Level, bytes: Buffer, start: number, end: number): Key {
    const text = bytes.toString('utf8', start, end);
    const path = [...level.head.path, JSON.parse(text) as string];
    const meaning = this.#columnOf(path);
    const column = typeof meaning === 'number' ? meaning : meaning === 'ignored' ? IGNORED : UNKNOWN;
    const kind = column < 0 ? 'scalar' : this.#columns[column].kind;
    const isFlattened = this.#flatten && column !== IGNORED && kind !== 'json';
    const pattern = Buffer.concat([bytes.subarray(start, end), COLON]);
    return new Key(level, { path, pattern, column, kind, isFlattened });
  }
}

const COLON = Buffer.from(':');

function isSpelled({ pattern }: Key, bytes: Buffer, start: number, end: number): boolean {
  return pattern.length === end - start + 1 && bytes.compare(pattern, 0, end - start, start, end) === 0;
}

/** FNV-1a: http://www.isthe.com/chongo/tech/comp/fnv/ */
function hashOf(bytes: Buffer, start: number, end: number): number {
  let hash = 0x811c9dc5 | 0;
  for (let at = start; at < end; at++) hash = Math.imul(hash ^ bytes[at], 0x01000193);
  return hash;
}
