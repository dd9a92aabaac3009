/** The types that values are found to have by how they look, by their SQL names. */
export type InferredType =
  'integer' | 'bigint' | 'numeric' | 'boolean' | 'date' | 'timestamp' | 'timestamptz' | 'uuid' | 'text';

/** The types that a new table's columns can get: `jsonb` comes from a format that has nested values. */
export type NewColumnType = InferredType | 'jsonb';
