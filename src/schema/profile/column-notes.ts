import type { Candidates } from '../infer/candidates.js';
import type { ColumnFacts, LongestValue } from './column-facts.js';
import type { DistinctCount } from './distinct-count.js';
import type { TypeTrack } from './type-track.js';
import type { SampledValue } from './value-sample.js';

/** What was gathered of a column. */
export interface ColumnNotes {
  readonly candidates: Candidates;
  readonly track: TypeTrack;
  /** In the order of the column's type. */
  readonly extremes: { readonly min: Buffer | null; readonly max: Buffer | null };
  readonly distinct: DistinctCount;
  readonly sample: readonly SampledValue[];
  readonly counts: Pick<ColumnFacts, 'values' | 'nulls' | 'empties'> & { readonly longest: LongestValue | null };
}
