import type { Otherwise } from '../../schema/transform/column-plan.js';
import type { PipelineNode } from '../pipeline/pipeline-node.js';
import type { PlanReader } from './plan-reader.js';

/**
 * Reads the key `otherwise`. It fits the schema.
 *
 * @param node - What may have the key: a column for its map, or a lookup.
 */
export function readOtherwise(node: PipelineNode, reader: PlanReader): Otherwise {
  const value = reader.text(reader.child(node, 'otherwise'), 'value');
  if (value !== null) return { kind: 'value', value };
  const word = reader.text(node, 'otherwise');
  return word === 'keep' || word === 'null' ? { kind: word } : { kind: 'reject' };
}
