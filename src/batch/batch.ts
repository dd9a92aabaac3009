/**
 * The batch: the one currency of the pipeline. A batch is a block of raw bytes that holds whole records,
 * with the span of every field in it and the place that every record came from. Parsers make batches,
 * steps take and return them, sinks eat them; no string and no object is made for a record.
 */

import type { RejectedRecord } from './faults.js';
import type { RecordPlace, SourceRef } from './place.js';

/** What must still be done to read a field's bytes; a batch holds one of these numbers for each field. */
export const FieldForm = {
  /** The bytes are the value. */
  plain: 0,
  /** The value's quote bytes (`Batch.quote`) are still doubled: `""` stands for `"`. */
  doubledQuotes: 1,
  /** The value is the inside of a JSON string that still has its backslash escapes, all of them sound. */
  jsonEscapes: 2,
  /** The value's quote bytes and backslashes still have a backslash before them; any other backslash is itself. */
  backslashEscapes: 3,
  /** The bytes are the value, which a step has made; it holds a NUL byte. */
  withNul: 4,
} as const;

/** The start of a NULL field: its end means nothing. */
export const NULL_START = -1;

/** How many numbers `places` holds for each record. */
export const PLACE_SIZE = 4;

/** A block of whole records with their field spans. All arrays may be longer than what is in use. */
export interface Batch {
  readonly source: SourceRef;
  /** Fields per record; every record of a batch has exactly this many. */
  readonly width: number;
  /** The byte that `FieldForm.doubledQuotes` undoubles. */
  readonly quote: number;
  /** How many records are in the batch. */
  recordCount: number;
  /** The block: the original bytes of the records, and of any that were rejected between them. */
  bytes: Buffer;
  /** How many bytes of the block are in use: what lies behind them is free for the values that steps make. */
  usedBytes: number;
  /** Values need not be bytes of their own record any more, so they may be longer than it is: a step has made some. */
  hasMadeValues: boolean;
  /** Two numbers a field, at `2 * (record * width + column)`: start and end in `bytes`. Start -1 is NULL. */
  spans: Int32Array;
  /** One `FieldForm` a field, at `record * width + column`. */
  forms: Uint8Array;
  /**
   * Four numbers a record, at `PLACE_SIZE * record`: start and end of its original bytes in `bytes` (the end
   * leaves out the line end), its ordinal less `firstOrdinal`, and its line less `firstLine`.
   */
  places: Int32Array;
  /**
   * Records of this block that the parser has refused, in input order and not yet reported: whoever checks the
   * batch's records reports them in between, so that rejects come in the order of the input.
   */
  rejected: RejectedRecord[];
  /**
   * The numbers of the records that it had when steps began, as ranges with both ends; those rejected by then included. Noted
   * where a run must tell later which records are done with. Default: not noted
   */
  covered?: readonly (readonly [first: number, last: number])[];
  /** How many records a rule of the user's has taken out of it. Default: there are no rules */
  filtered?: number;
  /** Byte offset of `bytes[0]` in its source. */
  byteOffset: number;
  /** The ordinal (from 1) that a `places` ordinal of 0 stands for. */
  firstOrdinal: number;
  /** The physical line (from 1) that a `places` line of 0 stands for. */
  firstLine: number;
}

/** What of a batch tells where its records came from. */
export type BatchPlaces = Readonly<
  Pick<Batch, 'source' | 'recordCount' | 'places' | 'byteOffset' | 'firstOrdinal' | 'firstLine'>
>;

/** The source place of record `index` (0 to `recordCount - 1`) of a batch. */
export function placeOf(batch: BatchPlaces, index: number): RecordPlace {
  const at = index * PLACE_SIZE;
  return {
    source: batch.source,
    ordinal: batch.firstOrdinal + batch.places[at + 2],
    line: batch.firstLine + batch.places[at + 3],
    byteOffset: batch.byteOffset + batch.places[at],
  };
}

/** The original bytes of record `index`, without its line end: a view, valid until the batch is released. */
export function rawRecord(batch: Batch, index: number): Buffer {
  const at = index * PLACE_SIZE;
  return batch.bytes.subarray(batch.places[at], batch.places[at + 1]);
}

/**
 * Writes the value of a field of form `doubledQuotes` into `target`.
 *
 * @param batch - The batch that holds the field.
 * @param start - The field's first byte in `batch.bytes`.
 * @param end - The byte after its last.
 * @param target - At least `end - start` bytes long; written from 0.
 * @returns How many bytes the value has.
 */
export function undoubleQuotes(batch: Batch, start: number, end: number, target: Buffer): number {
  const { bytes, quote } = batch;
  let length = 0;
  for (let at = start; at < end; at++) {
    const byte = bytes[at];
    target[length++] = byte;
    if (byte === quote) at++;
  }
  return length;
}

/** Moves record `from` down to the earlier slot `to`: how a stage closes the gap of a record that it rejected. */
export function moveRecord(batch: Batch, from: number, to: number): void {
  const { width, spans, forms, places } = batch;
  spans.copyWithin(2 * to * width, 2 * from * width, 2 * (from + 1) * width);
  forms.copyWithin(to * width, from * width, (from + 1) * width);
  places.copyWithin(PLACE_SIZE * to, PLACE_SIZE * from, PLACE_SIZE * (from + 1));
}
