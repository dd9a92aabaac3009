import type { Batch } from '../../batch/batch.js';
import { createCandidates } from '../infer/candidates.js';
import { plainSpelling, type ValueSpelling } from '../spelling/spelling-for.js';
import { slicesOf } from './batch-slice.js';
import type { ColumnFacts } from './column-facts.js';
import { ColumnProfile } from './column-profile.js';

/**
 * Gathers statistics of every column of a source: counts, type with its evidence, extremes, examples, histogram. One
 * batch after another, in memory that does not grow with the source: some 200 KiB a column, less where there are many.
 */
export class Profile {
  readonly #columns: readonly ColumnProfile[];

  /**
   * @param width - Fields per record.
   * @param values - How the file spells numbers and dates. Default: as PostgreSQL does.
   */
  constructor(width: number, values: ValueSpelling = plainSpelling) {
    const candidates = createCandidates(values);
    const share = Math.floor(SAMPLE_VALUES / Math.max(1, width));
    const sampleSize = Math.max(MIN_SAMPLE, Math.min(MAX_SAMPLE, share));
    this.#columns = Array.from({ length: width }, () => new ColumnProfile({ candidates, sampleSize }));
  }

  /**
   * Takes a batch into account.
   *
   * @param batch - Of the constructor's width; nothing of it is kept.
   */
  observe(batch: Batch): void {
    for (const slice of slicesOf(batch)) {
      for (const [index, column] of this.#columns.entries()) column.observe(slice, index);
    }
  }

  /** What is known of each column by now. */
  facts(): ColumnFacts[] {
    return this.#columns.map((column) => column.facts());
  }
}

/** Values in the samples of all columns together: 128 bytes each make 8 MiB. */
const SAMPLE_VALUES = 65_536;

/** A share estimated from so many values is within 3 % with a confidence of 95 %. */
const MAX_SAMPLE = 1024;
const MIN_SAMPLE = 32;
