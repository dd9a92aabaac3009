/** Record sources for unit tests that need no records. */
import { BatchPool } from '../../src/batch/batch-pool.js';
import type { Source } from '../../src/sources/source.js';
import type { RecordSource } from '../../src/run/reading/record-source.js';
import { bytesSource } from './sources.js';

/** What a test cares about. */
export interface FakeRecords {
  /** Default: `data` */
  readonly name?: string;
  /** Default: `csv` */
  readonly format?: RecordSource['format'];
  /** Null: known by position only. */
  readonly names: readonly string[] | null;
  /** Default: as many as there are names. */
  readonly width?: number;
  readonly source?: Source;
}

/** A record source that knows its columns and has no records. */
export function recordSource({ name = 'data', format = 'csv', names, width, source }: FakeRecords): RecordSource {
  const records: RecordSource = {
    source: source ?? bytesSource(Buffer.alloc(0), 1, name),
    format,
    names,
    width: width ?? names?.length ?? 0,
    header: null,
    encoding: 'utf-8',
    compression: null,
    dialect: [],
    warnings: [],
    findings: [],
    pins: [],
    findKeys: null,
    brings: () => false,
    mayExpand: false,
    before: null,
    arrange: ({ columns }) => ({ fields: columns.map(({ index }) => index), width: records.width }),
    over: (copy) => recordSource({ format, names, width: records.width, source: copy }),
    knowing: (keys) => recordSource({ format, names: keys.map(({ name }) => name), source: records.source }),
    records: () => {
      const pool = new BatchPool({ source: records.source.ref, width: records.width, quote: 0x22 });
      const assembler = { records: 0, push: () => [], end: () => [] };
      return Promise.resolve({
        firstOrdinal: 1,
        bytes: records.source.read(),
        assembler,
        pool,
        fields: [],
        program: null,
      });
    },
  };
  return records;
}
