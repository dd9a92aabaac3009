import type { FaultKind } from './faults.js';

/**
 * The fault of bytes that are no UTF-8.
 *
 * @param column - Null when they are not of one value, but of a record that can't be read for them.
 */
export function invalidUtf8(column: string | null): FaultKind {
  const repair = column === null ? '' : ', or have bad bytes replaced with --bad-bytes replace';
  return {
    stage: 'decode',
    column,
    code: 'invalid_utf8',
    message: 'not valid UTF-8',
    hint: `Name the input's encoding with --encoding${repair}.`,
    sqlstate: '22021',
  };
}
