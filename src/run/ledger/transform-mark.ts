import { createHash } from 'node:crypto';
import type { TransformPlan } from '../../schema/transform/transform-plan.js';

/**
 * What tells a plan of what is done with records from another: a hash of all that it says, but for where it is written. Of code
 * it is the text of its file and of its functions, not of what these import.
 */
export function transformMark(transform: TransformPlan): string {
  return createHash('sha256').update(JSON.stringify(transform, plainly)).digest('hex').slice(0, 32);
}

function plainly(key: string, value: unknown): unknown {
  if (key === 'place' || key === 'schema') return undefined;
  if (value instanceof RegExp || typeof value === 'function' || typeof value === 'bigint') return String(value);
  if (value instanceof Set || value instanceof Map) return [...(value as Iterable<unknown>)];
  return value;
}
