import type { FaultKind } from '../../../batch/faults.js';

/** The fault of a record that can't be given another shape, for the value of one field. */
export function shapeKind(column: string, code: string, message: string): FaultKind {
  return { stage: 'transform', column, code, message, hint: null, sqlstate: null };
}
