import { resolveReferences } from '../environment-references.js';
import type { PipelineFault } from '../pipeline-fault.js';
import type { PipelineEntry, PipelineNode, ScalarNode } from '../pipeline-node.js';
import type { KeyPlaces } from './key-places.js';

/** Makes nodes, as a YAML file has them, of what code exports, and collects what is wrong. */
export class CodeNodes {
  readonly faults: PipelineFault[] = [];
  readonly secrets = new Set<string>();
  readonly #places: KeyPlaces;
  readonly #env: NodeJS.ProcessEnv;
  #count = 0;

  constructor(places: KeyPlaces, env: NodeJS.ProcessEnv) {
    this.#places = places;
    this.#env = env;
  }

  /**
   * Makes a node.
   *
   * @param at - Where it stands in the text, as far as is known.
   * @param depth - How many collections it is in.
   */
  read(value: unknown, at: number, depth = 0): PipelineNode {
    this.#count += 1;
    if (depth > MAX_DEPTH) return this.#refuse(at, 'it is nested too deep');
    if (this.#count > MAX_NODES) return this.#refuse(at, `it has more than ${MAX_NODES} values`);
    if (Array.isArray(value)) {
      const items = this.#fitting(value).map((item) => this.read(item, at, depth + 1));
      return { kind: 'list', place: this.#places.at(at), items };
    }
    if (isPlainObject(value)) return this.#readMapping(value, at, depth);
    return this.#readScalar(value, at);
  }

  #readMapping(object: Readonly<Record<string, unknown>>, at: number, depth: number): PipelineNode {
    const entries = new Map<string, PipelineEntry>();
    for (const [key, value] of this.#fitting(Object.entries(object))) {
      if (value === undefined) continue;
      const own = this.#places.find(key, at);
      if (key === '__proto__') this.#refuse(own, '__proto__ is no key here');
      else entries.set(key, { place: this.#places.at(own), node: this.read(value, own, depth + 1) });
    }
    return { kind: 'mapping', place: this.#places.at(at), entries };
  }

  #readScalar(value: unknown, at: number): ScalarNode {
    if (value === null || typeof value === 'boolean') return this.#scalar(at, value);
    const text = this.#textOf(value, at);
    const { value: resolved, shown, secrets, fault } = resolveReferences(text, this.#env);
    if (fault !== null) return this.#refuse(at, fault);
    for (const secret of secrets) this.secrets.add(secret);
    return { ...this.#scalar(at, resolved), shown, isSecret: secrets.length > 0 };
  }

  /** Numbers are texts, as in the file. */
  #textOf(value: unknown, at: number): string {
    if (typeof value === 'string') return value;
    if (typeof value === 'bigint' || (typeof value === 'number' && Number.isFinite(value))) return String(value);
    // What stands for a reference in a text is something else in a regular expression.
    if (value instanceof RegExp && /^u?$/.test(value.flags)) return value.source.replaceAll('${', '$${');
    this.#refuse(at, complaintOf(value));
    return '';
  }

  #fitting<Item>(items: readonly Item[]): readonly Item[] {
    return items.slice(0, MAX_NODES + 1 - this.#count);
  }

  #refuse(at: number, text: string): ScalarNode {
    this.faults.push({ place: this.#places.at(at), text });
    return this.#scalar(at, null);
  }

  #scalar(at: number, value: string | boolean | null): ScalarNode {
    return { kind: 'scalar', place: this.#places.at(at), value, shown: String(value), isSecret: false };
  }
}

function complaintOf(value: unknown): string {
  if (value instanceof RegExp) return `a regular expression has no flags here but u; it has ${value.flags}`;
  return `only texts, numbers, true and false, lists and objects are values here; this is ${kindOf(value)}`;
}

function kindOf(value: unknown): string {
  if (typeof value === 'number') return String(value);
  return typeof value === 'object' ? 'an object of a class' : `a ${typeof value}`;
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

const MAX_NODES = 20_000;

const MAX_DEPTH = 40;
