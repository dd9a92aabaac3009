import { JsonType } from './json-type.js';
import type { Key } from './key-tree.js';
import type { KeyListener } from './object-scanner.js';

/** A key of a source, and what its values are. */
export interface KeyFinding {
  /** The key; with `--flatten`, after the keys of the objects around it. */
  readonly path: readonly string[];
  /** The types that its values have: bits of {@link JsonType}. */
  readonly types: number;
}

/** The most keys that are told apart: more than any table has columns. Hostile input must not fill the memory. */
export const MOST_KEYS = 4096;

/** Keeps what is told of keys: which there are, in the order in which good records first have them, and their types. */
export class KeyTally implements KeyListener {
  /** There are more keys than {@link MOST_KEYS}: those beyond are not kept. */
  hasMore = false;
  readonly #types = new Map<Key, number>();
  /** The news of one record. */
  readonly #pending = new Map<Key, number>();

  recordStart(): void {
    this.#pending.clear();
  }

  value(key: Key, type: number): void {
    const types = this.#types.get(key) ?? 0;
    if ((types & type) === 0) addTypes(this.#pending, key, type, MOST_KEYS + 1);
  }

  recordEnd(): void {
    for (const [key, types] of this.#pending) {
      if (!addTypes(this.#types, key, types, MOST_KEYS)) this.hasMore = true;
    }
  }

  /**
   * The keys that can have a column, members of one object together.
   *
   * @returns Without the keys whose objects are flattened: those whose every value is such an object or null.
   */
  findings(): KeyFinding[] {
    const root: Branch = { path: [], types: 0, inside: new Map() };
    for (const [{ path, isFlattened }, types] of this.#types) {
      let branch = root;
      for (const key of path) branch = stepInto(branch, key);
      // What is flattened is no value of the key itself.
      branch.types |= isFlattened ? types & ~JsonType.object : types;
      branch.isObject ||= isFlattened && (types & JsonType.object) !== 0;
    }
    return [...leavesOf(root)];
  }
}

/** False: it is a key more than there may be. */
function addTypes(all: Map<Key, number>, key: Key, types: number, most: number): boolean {
  const known = all.get(key);
  if (known === undefined && all.size >= most) return false;
  all.set(key, (known ?? 0) | types);
  return true;
}

interface Branch {
  readonly path: readonly string[];
  types: number;
  isObject?: boolean;
  readonly inside: Map<string, Branch>;
}

function stepInto(branch: Branch, key: string): Branch {
  let inside = branch.inside.get(key);
  if (inside === undefined)
    branch.inside.set(key, (inside = { path: [...branch.path, key], types: 0, inside: new Map() }));
  return inside;
}

function* leavesOf(branch: Branch): Generator<KeyFinding, void> {
  for (const inside of branch.inside.values()) {
    const { path, types, isObject = false } = inside;
    if (!isObject || (types & ~JsonType.null) !== 0) yield { path, types };
    yield* leavesOf(inside);
  }
}
