/** The types that a new table's columns can get, by their SQL names. */
export type InferredType =
  'integer' | 'bigint' | 'numeric' | 'boolean' | 'date' | 'timestamp' | 'timestamptz' | 'uuid' | 'text';
