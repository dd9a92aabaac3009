import type { Spelling } from '../../schema/spelling/spelling.js';

/**
 * What JSON a column's values become: a string, or what they say where they say it. A value that is no number, truth
 * value or JSON text in its column is a string there: nothing is lost, and nothing is made up.
 */
export type ConvertedKind = 'string' | 'number' | 'boolean' | 'json';

/** One column of a converted file. */
export interface ConvertedColumn {
  readonly name: string;
  /** The index of its field in a record. Default: its own place among the columns. */
  readonly field?: number;
  /** CSV has but one kind, so this matters to NDJSON only. */
  readonly kind: ConvertedKind;
  /** How the input spells the values; they are written as PostgreSQL spells them. None: they stay as they are. */
  readonly spelling?: Spelling | null;
}
