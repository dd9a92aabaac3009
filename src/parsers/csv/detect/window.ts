import type { Batch } from '../../../batch/batch.js';
import { BatchPool } from '../../../batch/batch-pool.js';
import { ensureRecordRoom } from '../../../batch/record-room.js';
import { LF } from '../dialect.js';

/** A part of a source that begins where a line does; its lines end in LF or CRLF. */
export interface Window {
  readonly bytes: Buffer;
  /** The source ends with it, so its last line is whole. */
  readonly atEnd: boolean;
  /** The source begins with it. */
  readonly inHead: boolean;
  /** A batch with the bytes, an LF after them, and room for one record at a time: what the record scanner needs. */
  readonly batch: Batch;
}

/** Makes a window of bytes, which are copied: once for all readings, since a batch is large. */
export function createWindow(bytes: Buffer, at: Pick<Window, 'atEnd' | 'inHead'>): Window {
  const shape = { source: { name: '' }, width: MAX_FIELDS, quote: -1 };
  const batch = new BatchPool(shape, bytes.length + 1).acquire();
  bytes.copy(batch.bytes);
  batch.bytes[bytes.length] = LF;
  ensureRecordRoom(batch);
  return { bytes: batch.bytes.subarray(0, bytes.length), ...at, batch };
}

/** Of a record with more, the rest are only counted. */
const MAX_FIELDS = 100;
