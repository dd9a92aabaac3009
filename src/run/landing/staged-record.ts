import type { RecordPlace } from '../../batch/place.js';
import { ORDER_STRIDE } from '../../transforms/lineage/carried-field.js';
import type { Staging } from './staging.js';

/** What a staged row knows of its record. */
export interface StagedRecord extends Omit<RecordPlace, 'source'> {
  /** The number of its input, from 1. */
  readonly input: number;
  /** Its original bytes; null when refused rows can't become rejects anyway. */
  readonly raw: Buffer | null;
}

/**
 * What to ask for a {@link stagedRecord}, as a list for SELECT or RETURNING.
 *
 * @param row - The name of the staging table in the query.
 */
export function recordList(row: string, { order, line, offset, raw }: Staging): string {
  const own = (column: string | null, type: string): string => (column === null ? `NULL::${type}` : `${row}.${column}`);
  return [
    `${row}.${order}::text AS place`,
    `${row}.${line}::float8 AS line`,
    `${own(offset, 'int8')}::float8 AS offset`,
    `${own(raw, 'bytea')} AS raw`,
  ].join(', ');
}

/** Reads what {@link recordList} asked for. */
export function stagedRecord({ place, line, offset, raw }: RecordRow): StagedRecord {
  return { ...inputPlace(place), line, byteOffset: offset ?? 0, raw };
}

/** The input and the ordinal that a place in the order stands for, which may have a row's number after a point. */
export function inputPlace(place: string): { readonly input: number; readonly ordinal: number } {
  const stride = BigInt(ORDER_STRIDE);
  const record = BigInt(place.split('.', 1)[0]);
  return { input: Number(record / stride), ordinal: Number(record % stride) };
}

/** A row of what {@link recordList} asked for. */
export interface RecordRow {
  readonly place: string;
  readonly line: number;
  readonly offset: number | null;
  readonly raw: Buffer | null;
}
