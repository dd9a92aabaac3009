import type { CarriedValue } from '../../transforms/lineage/carried-field.js';

/** The type of the column that carries something of records. */
export function carriedType(value: CarriedValue): 'bytea' | 'numeric' | 'int8' {
  if (value === 'raw') return 'bytea';
  return value === 'rowOrder' ? 'numeric' : 'int8';
}
