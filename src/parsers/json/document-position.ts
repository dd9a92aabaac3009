import { CLOSING_BRACE, CLOSING_BRACKET, OPENING_BRACE } from './characters.js';
import type { PathStep } from './select-path.js';

/** What the value that comes next in a document is to the path of its records. */
export type ValueRole = 'record' | 'target' | 'way' | 'other';

/** An object or array of a document that is open around its records. */
interface Container {
  closer: number;
  /** It is the array whose elements are the records. */
  holdsRecords: boolean;
  /** The path leads through it. */
  isOnPath: boolean;
  /** Elements that have begun before the next. */
  index: number;
  /** The key of the member at hand, where the path leads through. */
  key: string;
}

/** Keys that are remembered, to be shown to someone who asked for another. */
const MAX_KEYS = 20;

/** Where in a document reading stands, and what that is to the path on which the records are. */
export class DocumentPosition {
  /** The path has led to something in this document. */
  isFound = false;
  readonly #path: readonly PathStep[];
  readonly #containers: Container[] = [];
  #depth = 0;
  /** Keys on the deepest level that the path has led to, and how deep that is. */
  #seen: { depth: number; keys: string[] } = { depth: 0, keys: [] };

  /** @param path - The way to the records. */
  constructor(path: readonly PathStep[]) {
    this.#path = path;
  }

  /** Objects and arrays that are open. */
  get depth(): number {
    return this.#depth;
  }

  /** The byte that closes the innermost of them; -1 when none is open. */
  get closer(): number {
    return this.#depth === 0 ? -1 : this.#innermost.closer;
  }

  /** The elements of the innermost are the records. */
  get holdsRecords(): boolean {
    return this.#depth > 0 && this.#innermost.holdsRecords;
  }

  /** The innermost is on the path, so that keys in it matter. */
  get isOnPath(): boolean {
    return this.#depth > 0 && this.#innermost.isOnPath;
  }

  /** The keys that there are where the path came to an end. */
  get seenKeys(): readonly string[] {
    return this.#seen.keys;
  }

  /** What the next value is. */
  get role(): ValueRole {
    if (this.holdsRecords) return 'record';
    if (this.#depth > 0 && !this.#isStepTaken()) return 'other';
    return this.#depth === this.#path.length ? 'target' : 'way';
  }

  /** Opens the next value. */
  open(byte: number, role: ValueRole): void {
    const container = (this.#containers[this.#depth++] ??= createContainer());
    container.closer = byte === OPENING_BRACE ? CLOSING_BRACE : CLOSING_BRACKET;
    container.holdsRecords = role === 'target';
    container.isOnPath = role === 'way';
    container.index = 0;
    // Where any will do, none will do.
    if (role === 'way' && this.#path[this.#depth - 1].kind === 'any') this.isFound = true;
  }

  /** Closes the innermost. */
  close(): void {
    this.#depth--;
  }

  /** The value after the one at hand is next. */
  next(): void {
    this.#innermost.index++;
  }

  /** The key of the next value; to be told where the path leads through. */
  enterKey(key: string): void {
    this.#innermost.key = key;
    if (this.#depth > this.#seen.depth) this.#seen = { depth: this.#depth, keys: [] };
    if (this.#depth === this.#seen.depth && this.#seen.keys.length < MAX_KEYS) this.#seen.keys.push(key);
  }

  /** Another document begins. */
  restart(): void {
    this.isFound = false;
    this.#seen = { depth: 0, keys: [] };
  }

  get #innermost(): Container {
    return this.#containers[this.#depth - 1];
  }

  #isStepTaken(): boolean {
    const { isOnPath, closer, key, index } = this.#innermost;
    const step = this.#path[this.#depth - 1];
    if (!isOnPath) return false;
    if (step.kind === 'any') return true;
    if (closer === CLOSING_BRACE) return step.kind === 'key' && step.key === key;
    return step.kind === 'index' && step.index === index;
  }
}

function createContainer(): Container {
  return { closer: 0, holdsRecords: false, isOnPath: false, index: 0, key: '' };
}
