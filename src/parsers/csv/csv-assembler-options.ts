import type { BatchPool } from '../../batch/batch-pool.js';
import type { RecordStart } from '../../batch/place.js';
import type { CsvDialect } from './dialect.js';

/** What the records of a CSV source are read by. */
export interface CsvAssemblerOptions {
  readonly dialect: CsvDialect;
  /** Of batches as wide as the records, whose quote is that of `quoteByteOf`. */
  readonly pool: BatchPool;
  /** Fields due in each record. */
  readonly width: number;
  /** The ordinal of the first record, and the place of the first byte that will be pushed: after the head, or later. */
  readonly start: RecordStart;
}
