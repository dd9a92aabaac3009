import { roomyPool } from './roomy-pool.js';
import type { RecordStart } from '../../batch/place.js';
import { createCsvAssembler } from '../../parsers/csv/csv-assembler.js';
import { quoteByteOf } from '../../parsers/csv/byte-dialect.js';
import type { CsvDialect } from '../../parsers/csv/dialect.js';
import type { CsvHead } from '../../parsers/csv/head.js';
import type { Source } from '../../sources/source.js';
import type { Layout, RecordReading, RecordSource } from './record-source.js';

/** What is known of a CSV source when its head has been read. */
export interface CsvKnowledge extends Pick<
  RecordSource,
  'findings' | 'pins' | 'warnings' | 'encoding' | 'compression'
> {
  readonly dialect: CsvDialect;
  readonly dialectFacts: RecordSource['dialect'];
  readonly head: CsvHead;
}

/** The records of a CSV source. */
export function csvRecords(source: Source, known: CsvKnowledge): RecordSource {
  const { head, findings, pins, warnings, encoding, compression } = known;
  const records: RecordSource = {
    source,
    format: 'csv',
    names: head.names,
    width: head.width,
    header: head.raw,
    encoding,
    compression,
    dialect: known.dialectFacts,
    warnings,
    findings,
    pins,
    findKeys: null,
    brings: () => false,
    mayExpand: false,
    before: null,
    arrange: ({ columns }) => ({ fields: columns.map(({ index }) => index), width: head.width }),
    over: (copy) => csvRecords(copy, known),
    knowing: () => records,
    records: (layout, start = firstRecord(head)) => Promise.resolve(readingOf(source, known, layout, start)),
  };
  return records;
}

function firstRecord({ nextLine: line, byteLength: byteOffset }: CsvHead): RecordStart {
  return { ordinal: 1, line, byteOffset };
}

function readingOf(
  source: Source,
  { dialect, head: { width } }: CsvKnowledge,
  { columns, room = 0 }: Layout,
  start: RecordStart,
): RecordReading {
  const pool = roomyPool({ source: source.ref, width, quote: quoteByteOf(dialect) }, room);
  const assembler = createCsvAssembler({ dialect, pool, width, start });
  return {
    firstOrdinal: start.ordinal,
    bytes: source.read(start.byteOffset),
    assembler,
    pool,
    fields: columns.map(({ index }) => index),
    program: null,
  };
}
