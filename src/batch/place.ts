/** Source places: where in the input a record stood, for messages and rejects. */

/** Where a batch's bytes came from; one object per source, shared by all its batches. */
export interface SourceRef {
  /** The name for messages and reject files: a path as the user typed it, or `-` for stdin. */
  readonly name: string;
  /** The name within an archive, for what is in one. */
  readonly entry?: string;
}

/** Where a record begins in its source: from there on the source can be read as if it had been read from its front. */
export interface RecordStart {
  /** The record's number in its source, from 1; the header is not a record. */
  readonly ordinal: number;
  /** The physical line on which the record starts, from 1. */
  readonly line: number;
  /** Offset of the record's first byte in its source. */
  readonly byteOffset: number;
}

/** Where the first record of a source begins when nothing stands before it. */
export const SOURCE_START: RecordStart = { ordinal: 1, line: 1, byteOffset: 0 };

/** The source place of one record, for a message or a reject. */
export interface RecordPlace extends RecordStart {
  readonly source: SourceRef;
}
