import { FieldForm, NULL_START, type Batch } from '../../batch/batch.js';
import { BatchPool } from '../../batch/batch-pool.js';
import { readField } from '../../batch/read-field.js';
import { ensureRecordRoom } from '../../batch/record-room.js';
import { byteDialectOf, type ByteDialect } from './byte-dialect.js';
import { LF, type CsvDialect } from './dialect.js';
import { RecordScanner, Scan } from './record-scanner.js';
import { LOOKAHEAD, RowReader } from './row-reader.js';
import { RowValues } from './row-values.js';
import { withoutLineEnd } from './without-line-end.js';

/** A single record, or why there is none. */
export type ReadRecord =
  | {
      readonly kind: 'record';
      /** The values, an empty text for NULL. */
      readonly values: readonly string[];
      /** Where the next record begins. */
      readonly next: number;
    }
  | { readonly kind: 'incomplete' }
  | { readonly kind: 'malformed' };

/** Where a record is to be read. */
export interface ReadRecordOptions {
  readonly dialect: CsvDialect;
  /** Where it begins in the bytes. */
  readonly start: number;
  /** Nothing follows the bytes. */
  readonly atEnd: boolean;
}

/** Reads a single record as strings, by the byte parser or by csv-parse: for headers, not for many. */
export function readRecord(bytes: Buffer, options: ReadRecordOptions): ReadRecord {
  const dialect = { ...options.dialect, nulls: [] };
  const byteDialect = byteDialectOf(dialect);
  if (byteDialect === null) return readByCsvParse(bytes, { ...options, dialect });
  const width = scan(bytes, { ...options, byteDialect, width: 0 }).outcome;
  if (width === Scan.incomplete) return { kind: 'incomplete' };
  if (width === Scan.textAfterQuote) return { kind: 'malformed' };
  // Scanning twice, first to count the fields and then to note them, spares the scanner a case of its own.
  const { batch, scanner } = scan(bytes, { ...options, byteDialect, width });
  const next = Math.min(scanner.position, bytes.length);
  return { kind: 'record', values: valuesOf(batch), next };
}

interface ScanOptions extends ReadRecordOptions {
  readonly byteDialect: ByteDialect;
  readonly width: number;
}

function scan(
  bytes: Buffer,
  { start, atEnd, byteDialect, width }: ScanOptions,
): { batch: Batch; scanner: RecordScanner; outcome: number } {
  const pool = new BatchPool({ source: { name: '' }, width, quote: byteDialect.quote }, bytes.length + 1);
  const batch = pool.acquire();
  bytes.copy(batch.bytes);
  batch.bytes[bytes.length] = LF;
  ensureRecordRoom(batch);
  const scanner = new RecordScanner(byteDialect);
  scanner.start(batch, start, bytes.length);
  return { batch, scanner, outcome: scanner.scan(atEnd) };
}

function valuesOf(batch: Batch): string[] {
  const scratch = Buffer.alloc(batch.bytes.length);
  return Array.from({ length: batch.width }, (_, field) => {
    const start = batch.spans[2 * field];
    if (start === NULL_START) return '';
    if (batch.forms[field] === FieldForm.plain) return batch.bytes.toString('utf8', start, batch.spans[2 * field + 1]);
    return scratch.toString('utf8', 0, readField(batch, field, scratch));
  });
}

const PIECE_BYTES = 4096;

function readByCsvParse(bytes: Buffer, { dialect, start, atEnd }: ReadRecordOptions): ReadRecord {
  let found: ReadRecord | null = null;
  const reader = new RowReader(dialect, 1, (row, end) => {
    found ??= asRecord(row, bytes.subarray(0, start + end), { dialect, start });
  });
  for (let at = start; at < bytes.length && found === null; at += PIECE_BYTES) {
    reader.write(bytes.subarray(at, at + PIECE_BYTES));
  }
  if (found === null && atEnd) reader.write(Buffer.alloc(2 * LOOKAHEAD, '\n'));
  return found ?? { kind: 'incomplete' };
}

function asRecord(
  row: readonly string[],
  bytes: Buffer,
  { dialect, start }: Pick<ReadRecordOptions, 'dialect' | 'start'>,
): ReadRecord {
  const values = new RowValues(dialect);
  const raw = withoutLineEnd(bytes.subarray(start));
  if (values.start(row, raw) !== null) return { kind: 'malformed' };
  const read = row.map((_, index) => Buffer.from(values.valueAt(index) ?? '', 'latin1').toString());
  return { kind: 'record', values: read, next: bytes.length };
}
