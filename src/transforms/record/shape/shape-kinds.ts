import type { FaultKind } from '../../../batch/faults.js';

/** The fault of a value that is to be exploded and is no list. */
export function noListKind(column: string): FaultKind {
  return shapeKind(column, 'not_a_list', 'not a list of JSON, which explode needs');
}

/** The fault of a list that is too long for the records of one. */
export function longListKind(column: string): FaultKind {
  return shapeKind(column, 'list_too_long', 'a list of more elements than one record may become');
}

/** The fault of a value that is to be flattened and is no object. */
export function noObjectKind(column: string): FaultKind {
  return shapeKind(column, 'not_an_object', 'not an object of JSON, which flatten needs');
}

function shapeKind(column: string, code: string, message: string): FaultKind {
  return { stage: 'transform', column, code, message, hint: null, sqlstate: null };
}
