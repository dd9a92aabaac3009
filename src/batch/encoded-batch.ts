import type { Batch } from './batch.js';
import type { RejectedRecord } from './faults.js';

/** The two COPY formats in which rows are sent. */
export type CopyFormat = 'binary' | 'text';

/**
 * The rows of a batch in COPY format, without the binary format's header and trailer. Row n of the image is
 * record n of the batch: rejected records have left it.
 */
export interface EncodedBatch {
  readonly batch: Batch;
  readonly format: CopyFormat;
  /** The image: a view of a buffer that is used again after `release`. */
  readonly image: Buffer;
  /**
   * Records of the batch that were rejected and not reported yet, in their order: they count when the rows do. Valid until
   * `release`. Empty where rejects are reported at once.
   */
  readonly rejected: readonly RejectedRecord[];
  /** Gives the batch and the image back; to be called once, when nobody will look at them again. */
  readonly release: () => void;
}
