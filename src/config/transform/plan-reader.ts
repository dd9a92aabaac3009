import type { Expression } from '../../schema/transform/expression.js';
import { placeText } from '../pipeline/pipeline-fault.js';
import type { PipelineEntry, PipelineNode } from '../pipeline/pipeline-node.js';

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

  /** Whether a key is there and true. */
  flag(node: PipelineNode | null, key: string): boolean {
    const found = this.child(node, key);
    return found?.kind === 'scalar' && found.value === true;
  }

  /** The texts of a key that takes one or a list; null: it is not there. */
  texts(node: PipelineNode | null, key: string): readonly string[] | null {
    const found = this.child(node, key);
    if (found === null) return null;
    const items = found.kind === 'list' ? found.items : [found];
    return items.flatMap((item) => (item.kind === 'scalar' ? [String(item.value)] : []));
  }

  /** The expression of a key; null: it is not there. */
  expression(node: PipelineNode | null, key: string): Expression | null {
    const found = this.child(node, key);
    return found?.kind === 'scalar' ? { text: String(found.value), place: this.placeOf(found) } : null;
  }
}
