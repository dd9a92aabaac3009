import { FieldForm, NULL_START, placeOf, rawRecord, type Batch } from '../../src/batch/batch.js';
import { BatchPool } from '../../src/batch/batch-pool.js';
import type { RejectedRecord } from '../../src/batch/faults.js';
import { SOURCE_START, type RecordStart } from '../../src/batch/place.js';
import { readField } from '../../src/batch/read-field.js';
import { BlockAssembler, type BlockParser } from '../../src/parsers/block-assembler.js';
import type { JsonColumnKind, JsonParserOptions, KeyMeaning } from '../../src/parsers/json/json-column.js';

/** How a test wants its bytes parsed; everything has a default. */
export interface ParseJsonOptions {
  /** Column names, each with its kind. A flattened one is spelled `a.b`. */
  readonly columns: Readonly<Record<string, JsonColumnKind>>;
  /** Keys without a column that are passed over. */
  readonly ignored?: readonly string[];
  readonly flatten?: boolean;
  readonly maxDepth?: number;
  readonly maxRecordBytes?: number;
  /** Bytes per chunk; default: all in one. */
  readonly chunkBytes?: number;
  /** Bytes per block; default 64. */
  readonly blockBytes?: number;
  /** Where to begin, for NDJSON. Default: with the first byte. */
  readonly start?: RecordStart;
}

/** One record as it came out. */
export interface ParsedRecord {
  readonly fields: (string | null)[];
  readonly ordinal: number;
  readonly line: number;
  readonly byteOffset: number;
  readonly raw: string;
}

/** One reject as it came out. */
export interface ParsedReject {
  readonly faults: { code: string; column: string | null; message: string; value: string | null }[];
  readonly ordinal: number;
  readonly line: number;
  readonly byteOffset: number;
  readonly raw: string;
}

/** What came of the bytes; values and raw bytes are read as UTF-8. */
export interface ParsedJson {
  readonly records: ParsedRecord[];
  readonly rejects: ParsedReject[];
}

/** A parser, or whatever else takes bytes and gives batches. */
export interface Assembler {
  push(chunk: Buffer): Iterable<Batch>;
  end(): Iterable<Batch>;
}

/** Turns the options of a test into those of a parser. */
export function parserOptions(options: ParseJsonOptions): JsonParserOptions {
  const names = Object.keys(options.columns);
  const { ignored = [], flatten = false, maxDepth = 64, maxRecordBytes = 1 << 20 } = options;
  const columnOf = (path: readonly string[]): KeyMeaning => {
    const name = path.join('.');
    if (ignored.includes(name)) return 'ignored';
    return names.includes(name) ? names.indexOf(name) : 'unknown';
  };
  const columns = names.map((name) => ({ name, kind: options.columns[name] }));
  return { columns, columnOf, flatten, maxDepth, maxRecordBytes };
}

/** The pool of a test's batches. */
export function jsonPool({ columns, blockBytes = 64 }: ParseJsonOptions): BatchPool {
  return new BatchPool({ source: { name: 'test.json' }, width: Object.keys(columns).length, quote: 0x22 }, blockBytes);
}

/** Parses bytes as the pipeline would, cut into chunks and blocks as asked. */
export function parseJson(
  input: string | Buffer,
  options: ParseJsonOptions,
  createParser: (options: JsonParserOptions) => BlockParser,
): ParsedJson {
  const pool = jsonPool(options);
  const { byteOffset } = options.start ?? SOURCE_START;
  const assembler = new BlockAssembler(createParser(parserOptions(options)), pool, byteOffset);
  return assembleJson(Buffer.from(input).subarray(byteOffset), options, pool, assembler);
}

/** Feeds bytes to an assembler in chunks as asked. */
export function assembleJson(
  input: string | Buffer,
  { chunkBytes = 1 << 30 }: ParseJsonOptions,
  pool: BatchPool,
  assembler: Assembler,
): ParsedJson {
  const bytes = Buffer.from(input);
  const parsed: ParsedJson = { records: [], rejects: [] };
  const take = (batches: Iterable<Batch>): void => {
    for (const batch of batches) {
      for (let index = 0; index < batch.recordCount; index++) parsed.records.push(recordOf(batch, index));
      parsed.rejects.push(...batch.rejected.map(rejectOf));
      batch.bytes.fill(0x78);
      pool.release(batch);
    }
  };
  for (let at = 0; at < bytes.length; at += chunkBytes) take(assembler.push(bytes.subarray(at, at + chunkBytes)));
  take(assembler.end());
  return parsed;
}

function rejectOf({ place: { ordinal, line, byteOffset }, raw, faults }: RejectedRecord): ParsedReject {
  return {
    faults: faults.map(({ kind: { code, column, message }, value }) => {
      return { code, column, message, value: value === null ? null : value.toString() };
    }),
    ordinal,
    line,
    byteOffset,
    raw: raw.toString(),
  };
}

function recordOf(batch: Batch, index: number): ParsedRecord {
  const { ordinal, line, byteOffset } = placeOf(batch, index);
  const fields = Array.from({ length: batch.width }, (_, column) => fieldOf(batch, index * batch.width + column));
  return { fields, ordinal, line, byteOffset, raw: rawRecord(batch, index).toString() };
}

function fieldOf(batch: Batch, field: number): string | null {
  const [start, end] = batch.spans.subarray(2 * field, 2 * field + 2);
  if (start === NULL_START) return null;
  if (batch.forms[field] === FieldForm.plain) return batch.bytes.toString('utf8', start, end);
  const value = Buffer.alloc(end - start);
  return value.toString('utf8', 0, readField(batch, field, value));
}
