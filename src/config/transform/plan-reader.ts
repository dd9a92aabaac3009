import { dirname, isAbsolute, join } from 'node:path';
import type { Expression } from '../../schema/transform/expression.js';
import { placeText } from '../pipeline/pipeline-fault.js';
import type { PipelineEntry, PipelineNode, ScalarNode } from '../pipeline/pipeline-node.js';

/** Reads the values of a pipeline file that fits the schema. */
export class PlanReader {
  readonly #name: string;

  /** @param name - The file, as typed. */
  constructor(name: string) {
    this.#name = name;
  }

  /** Where a key or a value stands: `orders.sluice.yaml:4:10`. */
  placeOf({ place }: Pick<PipelineNode | PipelineEntry, 'place'>): string {
    return placeText(this.#name, place);
  }

  /** What a key of a mapping has; null: the key is not there. */
  child(node: PipelineNode | null, key: string): PipelineNode | null {
    return node?.kind === 'mapping' ? (node.entries.get(key)?.node ?? null) : null;
  }

  /** The text of a key; null: it is not there. */
  text(node: PipelineNode | null, key: string): string | null {
    const found = this.child(node, key);
    return found?.kind === 'scalar' ? String(found.value) : null;
  }

  /** The text of a key as it may be shown: `***` stands for what came from the environment. Null: it is not there. */
  shown(node: PipelineNode | null, key: string): string | null {
    const found = this.child(node, key);
    return found?.kind === 'scalar' ? found.shown : null;
  }

  /** Those texts of a key, which takes one or a list, in which something came from the environment. */
  secrets(node: PipelineNode | null, key: string): readonly string[] {
    return this.#scalars(node, key).flatMap(({ isSecret, value }) => (isSecret ? [String(value)] : []));
  }

  /** The path or URL of a key, which starts from the folder of the file; null: it is not there. */
  path(node: PipelineNode | null, key: string): string | null {
    const text = this.text(node, key);
    return text === null || isAbsolute(text) || URL_START.test(text) ? text : join(dirname(this.#name), text);
  }

  /** Whether a key is there and true. */
  flag(node: PipelineNode | null, key: string): boolean {
    const found = this.child(node, key);
    return found?.kind === 'scalar' && found.value === true;
  }

  /** The texts of a key that takes one or a list; null: it is not there. */
  texts(node: PipelineNode | null, key: string): readonly string[] | null {
    return this.child(node, key) === null ? null : this.#scalars(node, key).map(({ value }) => String(value));
  }

  /** The expression of a key; null: it is not there. */
  expression(node: PipelineNode | null, key: string): Expression | null {
    const found = this.child(node, key);
    return found?.kind === 'scalar' ? { text: String(found.value), place: this.placeOf(found) } : null;
  }

  #scalars(node: PipelineNode | null, key: string): readonly ScalarNode[] {
    const found = this.child(node, key);
    const items = found?.kind === 'list' ? found.items : found === null ? [] : [found];
    return items.flatMap((item) => (item.kind === 'scalar' ? [item] : []));
  }
}

const URL_START = /^[a-z][a-z0-9+.-]*:\/\//i;
