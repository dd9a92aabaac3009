import type { FaultKind } from '../../batch/faults.js';

/** The fault of a value that is no UTF-8. */
export function invalidUtf8(column: string): FaultKind {
  return {
    stage: 'decode',
    column,
    code: 'invalid_utf8',
    message: 'not valid UTF-8',
    hint: "Name the input's encoding with --encoding, or have bad bytes replaced with --bad-bytes replace.",
    sqlstate: '22021',
  };
}
