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

/** Keeps what is told of keys: which there are, in the order in which good records first have them, and their types. */
export class KeyTally implements KeyListener {
  readonly #types = new Map<Key, number>();
  readonly #pending: [key: Key, type: number][] = [];

  recordStart(): void {
    this.#pending.length = 0;
  }

  value(key: Key, type: number): void {
    const types = this.#types.get(key) ?? 0;
    if ((types & type) === 0 && this.#pending.length < MAX_PENDING) this.#pending.push([key, type]);
  }

  recordEnd(): void {
    for (const [key, type] of this.#pending) {
      if (this.#types.size < MAX_KEYS || this.#types.has(key)) this.#types.set(key, (this.#types.get(key) ?? 0) | type);
    }
    this.#pending.length = 0;
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

/** More than any table can have; hostile input must not fill the memory. */
const MAX_KEYS = 4096;

/** News of one record. */
const MAX_PENDING = 2 * MAX_KEYS;

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
