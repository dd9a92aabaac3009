import type { Batch } from '../../batch/batch.js';
import { imageBound, type VerdictCode } from '../../schema/codecs/codec.js';
import type { CopyFormat } from '../../batch/encoded-batch.js';
import type { CopyBuffer } from './copy-buffer.js';

/** Writes rows in one COPY format. */
export interface RowWriter {
  readonly format: CopyFormat;
  /**
   * Checks the fields of a record and appends them as a row.
   *
   * @returns `accepted` when the row has been appended; otherwise nothing has.
   */
  write(batch: Batch, record: number, output: CopyBuffer): VerdictCode;
}

/** An upper bound of the bytes of a row of `columns` fields, made of a record of `recordBytes`, in either format. */
export function rowBound(columns: number, recordBytes: number): number {
  return 2 + columns * imageBound(0) + imageBound(recordBytes);
}
