/** A pipeline file after its syntax has been read: what it says, and where each thing stands. */

/** A place in the file; both count from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** A text, a truth value, or nothing. A number is the text that it is written as: `007` stays so. */
export interface ScalarNode {
  readonly kind: 'scalar';
  readonly place: Place;
  readonly value: string | boolean | null;
  /** The value as it may be shown: `***` stands for what came from the environment. */
  readonly shown: string;
  /** Something in it came from the environment. */
  readonly isSecret: boolean;
  /** It is written as a number, without quotes. Default: false */
  readonly isNumber?: boolean;
  /** It refers to what the environment does not have, and nobody needs it: the value is the text as it is written. Default: false */
  readonly isUnresolved?: boolean;
}

/** A list. */
export interface ListNode {
  readonly kind: 'list';
  readonly place: Place;
  readonly items: readonly PipelineNode[];
}

/** Keys with their values; aliases and merge keys are resolved. */
export interface MappingNode {
  readonly kind: 'mapping';
  readonly place: Place;
  readonly entries: ReadonlyMap<string, PipelineEntry>;
}

/** One key and its value. */
export interface PipelineEntry {
  /** Where the key stands. */
  readonly place: Place;
  readonly node: PipelineNode;
}

/** Anything that a pipeline file holds. */
export type PipelineNode = ScalarNode | ListNode | MappingNode;

/** The node as zod looks at it. */
export function plainValue(node: PipelineNode): unknown {
  if (node.kind === 'scalar') return node.value;
  if (node.kind === 'list') return node.items.map(plainValue);
  return Object.fromEntries([...node.entries].map(([key, entry]) => [key, plainValue(entry.node)]));
}

/**
 * The node at a path of keys and indexes.
 *
 * @returns The last one on the way that is there.
 */
export function nodeAt(root: PipelineNode, path: readonly PropertyKey[]): PipelineNode {
  let node = root;
  for (const step of path) {
    const next = child(node, step);
    if (next === undefined) return node;
    node = next;
  }
  return node;
}

/** Whether there is a node at the very end of a path. */
export function hasNode(root: PipelineNode, path: readonly PropertyKey[]): boolean {
  if (path.length === 0) return true;
  const last = path.length - 1;
  return hasNode(root, path.slice(0, last)) && child(nodeAt(root, path.slice(0, last)), path[last]) !== undefined;
}

function child(node: PipelineNode, step: PropertyKey): PipelineNode | undefined {
  if (node.kind === 'list') return node.items[Number(step)];
  return node.kind === 'mapping' ? node.entries.get(String(step))?.node : undefined;
}
