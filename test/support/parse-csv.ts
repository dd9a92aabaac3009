import { FieldForm, NULL_START, placeOf, type Batch } from '../../src/batch/batch.js';
import type { RejectedRecord } from '../../src/batch/faults.js';
import { BatchPool } from '../../src/batch/batch-pool.js';
import { SOURCE_START, type RecordStart } from '../../src/batch/place.js';
import { readField } from '../../src/batch/read-field.js';
import { BlockAssembler } from '../../src/parsers/block-assembler.js';
import { byteDialectOf, quoteByteOf } from '../../src/parsers/csv/byte-dialect.js';
import type { CsvAssemblerOptions } from '../../src/parsers/csv/csv-assembler-options.js';
import { CsvBlockParser } from '../../src/parsers/csv/csv-block-parser.js';
import { CsvParseAssembler } from '../../src/parsers/csv/csv-parse-assembler.js';
import { DEFAULT_DIALECT, type CsvDialect } from '../../src/parsers/csv/dialect.js';

/** How a test wants its bytes parsed: of the dialect what differs from the default, but for a limit of 1 MiB. */
export interface ParseCsvOptions extends Partial<CsvDialect> {
  readonly width: number;
  /** Bytes per chunk; default: all in one. */
  readonly chunkBytes?: number;
  /** Bytes per block; default 64. */
  readonly blockBytes?: number;
  /** By csv-parse even if the byte parser could. */
  readonly byCsvParse?: boolean;
  /** Where to begin. Default: with the first byte. */
  readonly start?: RecordStart;
}

/** What came of it, with every byte turned to text (latin1, so that any byte is itself). */
export interface ParsedCsv {
  readonly records: { fields: (string | null)[]; ordinal: number; line: number; byteOffset: number; raw: string }[];
  readonly rejects: { code: string; message: string; ordinal: number; line: number; byteOffset: number; raw: string }[];
  readonly read: number;
}

/** Parses bytes as the pipeline would, cut into chunks and blocks as asked. */
export function parseCsv(input: string | Buffer, options: ParseCsvOptions): ParsedCsv {
  const { start = SOURCE_START } = options;
  const bytes = (typeof input === 'string' ? Buffer.from(input, 'latin1') : input).subarray(start.byteOffset);
  const records: ParsedCsv['records'] = [];
  const rejects: ParsedCsv['rejects'] = [];
  const { width, chunkBytes = Math.max(1, bytes.length), blockBytes = 64, byCsvParse = false, ...given } = options;
  const dialect = { ...DEFAULT_DIALECT, maxRecordBytes: 1 << 20, ...given };
  const pool = new BatchPool({ source: { name: 'test.csv' }, width, quote: quoteByteOf(dialect) }, blockBytes);
  const assembling: CsvAssemblerOptions = { dialect, pool, width, start };
  const marks = byCsvParse ? null : byteDialectOf(dialect);
  const assembler =
    marks === null
      ? new CsvParseAssembler(assembling)
      : new BlockAssembler(new CsvBlockParser(marks, assembling), pool, start.byteOffset);
  const take = (batches: Iterable<Batch>): void => {
    for (const batch of batches) {
      for (let index = 0; index < batch.recordCount; index++) records.push(recordOf(batch, index));
      rejects.push(...batch.rejected.map(rejectOf));
      batch.bytes.fill(0x78);
      pool.release(batch);
    }
  };
  for (let at = 0; at < bytes.length; at += chunkBytes) {
    const chunk = Buffer.from(bytes.subarray(at, at + chunkBytes));
    take(assembler.push(chunk));
    chunk.fill(0x78);
  }
  take(assembler.end());
  return { records, rejects, read: assembler.records };
}

function rejectOf({
  place: { ordinal, line, byteOffset },
  raw,
  faults: [{ kind }],
}: RejectedRecord): ParsedCsv['rejects'][number] {
  return { code: kind.code, message: kind.message, ordinal, line, byteOffset, raw: raw.toString('latin1') };
}

function recordOf(batch: Batch, index: number): ParsedCsv['records'][number] {
  const { ordinal, line, byteOffset } = placeOf(batch, index);
  const raw = batch.bytes.toString('latin1', batch.places[4 * index], batch.places[4 * index + 1]);
  const fields = Array.from({ length: batch.width }, (_, column) => fieldOf(batch, index * batch.width + column));
  return { fields, ordinal, line, byteOffset, raw };
}

function fieldOf(batch: Batch, field: number): string | null {
  const start = batch.spans[2 * field];
  const end = batch.spans[2 * field + 1];
  if (start === NULL_START) return null;
  if (batch.forms[field] === FieldForm.plain) return batch.bytes.toString('latin1', start, end);
  const value = Buffer.alloc(end - start);
  return value.toString('latin1', 0, readField(batch, field, value));
}
