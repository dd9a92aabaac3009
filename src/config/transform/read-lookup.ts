import type { ColumnChange, LookupPlan } from '../../schema/transform/column-plan.js';
import type { PipelineNode } from '../pipeline/pipeline-node.js';
import type { PlanReader } from './plan-reader.js';
import { readOtherwise } from './read-otherwise.js';

/** The entries of a lookup that are held in memory: some 10 to 20 MB. */
const DEFAULT_CACHE_SIZE = 100_000;

/**
 * Reads the key `lookup` of a column. It fits the schema.
 *
 * @param column - What the column takes.
 * @returns The change, or nothing when there is no such key.
 */
export function readLookup(column: PipelineNode, reader: PlanReader): ColumnChange[] {
  const node = reader.child(column, 'lookup');
  if (node === null) return [];
  const lookup: LookupPlan = {
    from: originOf(node, reader),
    key: reader.text(node, 'key'),
    value: reader.text(node, 'value'),
    cacheSize: Number(reader.text(node, 'cacheSize') ?? DEFAULT_CACHE_SIZE),
  };
  return [{ kind: 'lookup', lookup, otherwise: readOtherwise(node, reader) }];
}

function originOf(node: PipelineNode, reader: PlanReader): LookupPlan['from'] {
  const path = reader.path(node, 'file');
  return path === null ? { kind: 'query', sql: reader.text(node, 'query') ?? '' } : { kind: 'file', path };
}
