import type { FaultKind } from '../../batch/faults.js';
import type { Otherwise } from '../../schema/transform/column-plan.js';
import type { LookupTable } from './lookup-table.js';

/**
 * The change that puts in a value's place what a table has for it. NULL stays NULL.
 *
 * @param column - Its name, for faults.
 * @param otherwise - What becomes of a value that is not in the table.
 */
export function lookupChange(column: string, table: LookupTable, otherwise: Otherwise) {
  const missing = missingChange(notFoundKind(column, table), otherwise);
  return (value: string | null): string | null | FaultKind => {
    if (value === null) return null;
    const found = table.get(value);
    return found === undefined ? missing(value) : found;
  };
}

function missingChange(kind: FaultKind, otherwise: Otherwise): (value: string) => string | null | FaultKind {
  switch (otherwise.kind) {
    case 'reject':
      return () => kind;
    case 'keep':
      return (value) => value;
    case 'null':
      return () => null;
    case 'value':
      return () => otherwise.value;
  }
}

function notFoundKind(column: string, { name }: LookupTable): FaultKind {
  return {
    stage: 'transform',
    column,
    code: 'not_found',
    message: `not found in ${name}`,
    hint: 'Add it there, or say with otherwise of the lookup what becomes of such values.',
    sqlstate: null,
  };
}
