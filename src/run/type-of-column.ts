import { JsonType } from '../parsers/json/json-type.js';
import type { InferredType, NewColumnType } from '../schema/infer/inferred-type.js';

/**
 * The type for a column. What the source itself says of its values counts more than how they look: a string of digits is
 * text, a number is one in any spelling (`12E3`), and what has members is JSON.
 *
 * @param looks - The narrowest type by how all values look.
 * @param seen - The JSON types of the column's values, as bits; 0 for a format without.
 */
export function typeOfColumn(looks: InferredType, seen: number): NewColumnType {
  if ((seen & (JsonType.object | JsonType.array)) !== 0) return 'jsonb';
  if ((seen & ~JsonType.null) === JsonType.number && looks === 'text') return 'numeric';
  return (seen & JsonType.string) !== 0 && notOfStrings.has(looks) ? 'text' : looks;
}

const notOfStrings = new Set<InferredType>(['integer', 'bigint', 'numeric', 'boolean']);
