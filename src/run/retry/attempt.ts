import type { RunSummary } from '../../report/summary.js';

/** One try at a load. */
export interface Attempt {
  readonly summary: RunSummary;
  /** What ended it; null when nothing did. */
  readonly failure: unknown;
  /** All of its inputs can be read again from the start. */
  readonly isRepeatable: boolean;
}
