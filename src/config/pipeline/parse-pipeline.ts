import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  parseDocument,
  type Alias,
  type Scalar,
  type YAMLMap,
} from 'yaml';
import { printable } from '../../errors/printable.js';
import type { CodePlan } from '../../schema/transform/code-plan.js';
import { sizeFault } from './size-fault.js';
import { resolveReferences } from './environment-references.js';
import { pipelineError, type PipelineFault } from './pipeline-fault.js';
import type { MappingNode, PipelineEntry, PipelineNode, Place, ScalarNode } from './pipeline-node.js';

/** What the reading of a pipeline file depends on besides its text. */
export interface ParsingOptions {
  readonly env: NodeJS.ProcessEnv;
  /** Whether a key, such as `target.db`, is none of the command's: then it may refer to what the environment does not have. */
  readonly passesOver?: (key: string) => boolean;
}

/** A pipeline file whose syntax is right. */
export interface ParsedPipeline {
  /** The file, as typed. */
  readonly name: string;
  readonly root: PipelineNode;
  /** The values that came from the environment: no message may show them. */
  readonly secrets: ReadonlySet<string>;
  /** The functions of a file in code. Default: it has none */
  readonly code?: CodePlan | null;
}

/**
 * Reads the syntax of a pipeline file: YAML 1.2, of which JSON is a part; one document, each key once. Aliases and merge
 * keys are resolved, and references to the environment are too.
 *
 * @param name - The file, as typed.
 * @throws SluiceError PIPELINE_INVALID naming the places of all that is wrong.
 */
export function parsePipeline(name: string, text: string, options: ParsingOptions): ParsedPipeline {
  const tooLarge = sizeFault(text);
  if (tooLarge !== null) throw pipelineError(name, [tooLarge]);
  const lines = new LineCounter();
  // The package looks for a key that is there twice among all others: the reader below has a map.
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: false });
  const reader = new NodeReader(lines, options);
  for (const { message, pos } of [...document.errors, ...document.warnings]) {
    reader.faults.push({ place: reader.placeOf(pos[0]), text: syntaxText(message) });
  }
  if (reader.faults.length > 0) throw pipelineError(name, reader.faults);
  const root = reader.read(document.contents, 0);
  if (reader.faults.length > 0) throw pipelineError(name, reader.faults);
  return { name, root, secrets: reader.secrets };
}

function syntaxText(message: string): string {
  if (message.includes('multiple documents')) return 'a second document begins here, and only one is read';
  const quotes = /cannot start with|flow (sequence|map)/i.test(message)
    ? '; a text with special characters goes in quotes'
    : '';
  return `no YAML: ${printable(message, 200)}${quotes}`;
}

/** Makes the package's nodes ours, and collects what is wrong with them. */
class NodeReader {
  readonly faults: PipelineFault[] = [];
  readonly secrets = new Set<string>();
  readonly #lines: LineCounter;
  readonly #options: ParsingOptions;
  /** The key of the top that is being read, and whether what is read is passed over. */
  #section = '';
  #isPassedOver = false;
  /** The nodes that aliases may stand for. The package's own look-up walks through the whole file. */
  readonly #anchors = new Map<string, unknown>();
  #count = 0;

  constructor(lines: LineCounter, options: ParsingOptions) {
    this.#lines = lines;
    this.#options = options;
  }

  placeOf(offset: number): Place {
    const { line, col } = this.#lines.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  }

  /**
   * Makes a node of ours.
   *
   * @param node - A node of the package, or null for nothing.
   * @param offset - Where nothing is.
   * @param depth - How many collections, aliases resolved, it is in.
   */
  read(node: unknown, offset: number, depth = 0): PipelineNode {
    const place = this.placeOf(startOf(node) ?? offset);
    this.#count += 1;
    if (depth > MAX_DEPTH) return this.#refuse(place, 'it is nested too deep, aliases resolved');
    if (this.#count > MAX_NODES) return this.#refuse(place, `it has more than ${MAX_NODES} values, aliases resolved`);
    if (isAlias(node)) return this.#readAlias(node, place, depth);
    this.#remember(node);
    if (isMap(node)) return this.#readMapping(node, place, depth);
    if (isSeq(node)) {
      const items = this.#each(node.items, (item) => this.read(item, startOf(node) ?? offset, depth + 1));
      return { kind: 'list', place, items };
    }
    return this.#readScalar(node, place);
  }

  #remember(node: unknown): void {
    const anchor = (node as { anchor?: string } | null)?.anchor;
    if (anchor !== undefined) this.#anchors.set(anchor, node);
  }

  #readAlias(alias: Alias, place: Place, depth: number): PipelineNode {
    const node = this.#anchors.get(alias.source);
    if (node === undefined) return this.#refuse(place, `nothing before it is marked with &${printable(alias.source)}`);
    return this.read(node, 0, depth + 1);
  }

  #readMapping(map: YAMLMap, place: Place, depth: number): MappingNode {
    const entries = new Map<string, PipelineEntry>();
    const inherited: PipelineNode[] = [];
    this.#each(map.items, (pair) => {
      const keyPlace = this.placeOf(startOf(pair.key) ?? startOf(map) ?? 0);
      const key = this.#keyOf(pair.key, keyPlace);
      this.#goInto(key ?? '', depth);
      const node = this.read(pair.value, startOf(pair.key) ?? 0, depth + 1);
      if (key === MERGE && isPlain(pair.key)) inherited.push(node);
      else if (key !== null) this.#addEntry(entries, key, { place: keyPlace, node });
    });
    for (const node of inherited) this.#merge(entries, node);
    return { kind: 'mapping', place, entries };
  }

  #addEntry(entries: Map<string, PipelineEntry>, key: string, entry: PipelineEntry): void {
    const earlier = entries.get(key);
    if (earlier === undefined) entries.set(key, entry);
    else this.#fault(entry.place, `${printable(key)}: is in line ${earlier.place.line} already`);
  }

  #goInto(key: string, depth: number): void {
    if (depth === 0) this.#section = key;
    if (depth <= 1)
      this.#isPassedOver = this.#options.passesOver?.(depth === 0 ? key : `${this.#section}.${key}`) ?? false;
  }

  /** Keys of the mapping itself come first, then those of the mappings that are merged, in their order. */
  #merge(entries: Map<string, PipelineEntry>, node: PipelineNode): void {
    if (node.kind === 'list') {
      for (const item of node.items) this.#merge(entries, item);
    } else if (node.kind === 'mapping') {
      for (const [key, entry] of node.entries) if (!entries.has(key)) entries.set(key, entry);
    } else this.#fault(node.place, '<< takes a mapping, or a list of mappings');
  }

  #keyOf(key: unknown, place: Place): string | null {
    const text = isScalar(key) ? (typeof key.value === 'string' ? key.value : key.source) : undefined;
    // zod passes over such a key.
    if (text !== undefined && text !== '__proto__') return text;
    this.#fault(
      place,
      text === undefined ? 'a key is to be a text' : '__proto__ is no key here; a list may hold __proto__=…',
    );
    return null;
  }

  #readScalar(node: unknown, place: Place): ScalarNode {
    const value = isScalar(node) ? written(node) : null;
    if (value === undefined) return this.#refuse(place, 'only texts, numbers, true and false are values here');
    if (typeof value !== 'string') return scalar(place, value);
    const isNumber = isScalar(node) && (typeof node.value === 'number' || typeof node.value === 'bigint');
    // Examples are data, in which ${ stands for itself.
    return this.#section === 'tests' ? { ...scalar(place, value), isNumber } : this.#readText(value, place, isNumber);
  }

  #readText(text: string, place: Place, isNumber: boolean): ScalarNode {
    const { value, shown, secrets, fault } = resolveReferences(text, this.#options.env);
    if (fault !== null && this.#isPassedOver) return { ...scalar(place, text), isUnresolved: true };
    if (fault !== null) this.#fault(place, fault);
    for (const secret of secrets) this.secrets.add(secret);
    return { kind: 'scalar', place, value, shown, isSecret: secrets.length > 0, isNumber };
  }

  /** Stops at the first that is beyond the limits: an alias may stand for a million of them. */
  #each<Item, Result>(items: readonly Item[], read: (item: Item) => Result): Result[] {
    const results: Result[] = [];
    for (const item of items) {
      if (this.#count > MAX_NODES) break;
      results.push(read(item));
    }
    return results;
  }

  #refuse(place: Place, text: string): ScalarNode {
    this.#fault(place, text);
    return scalar(place, null);
  }

  #fault(place: Place, text: string): void {
    this.faults.push({ place, text });
  }
}

const MERGE = '<<';

const MAX_NODES = 20_000;

/** Of collections and aliases; an alias to what it is in never ends. */
const MAX_DEPTH = 40;

function isPlain(key: unknown): boolean {
  return isScalar(key) && key.type === 'PLAIN';
}

function scalar(place: Place, value: string | boolean | null): ScalarNode {
  return { kind: 'scalar', place, value, shown: String(value), isSecret: false };
}

/** A number as it is written; undefined for what is no value here, such as the dates of YAML 1.1. */
function written({ value, source }: Scalar): string | boolean | null | undefined {
  if (typeof value === 'number' || typeof value === 'bigint') return source ?? String(value);
  return value === null || typeof value === 'boolean' || typeof value === 'string' ? value : undefined;
}

function startOf(node: unknown): number | null {
  return (node as { range?: readonly number[] | null } | null)?.range?.[0] ?? null;
}
