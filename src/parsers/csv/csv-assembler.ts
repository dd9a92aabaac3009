import type { BatchPool } from '../../batch/batch-pool.js';
import type { Assembler } from '../assembler.js';
import { BlockAssembler } from '../block-assembler.js';
import { byteDialectOf } from './byte-dialect.js';
import { CsvBlockParser } from './csv-block-parser.js';
import { CsvParseAssembler } from './csv-parse-assembler.js';
import type { CsvDialect } from './dialect.js';

/** What the records of a CSV source are read by. */
export interface CsvAssemblerOptions {
  readonly dialect: CsvDialect;
  /** Of batches as wide as the records, whose quote is that of `quoteByteOf`. */
  readonly pool: BatchPool;
  /** Fields due in each record. */
  readonly width: number;
  /** The physical line of the first byte that will be pushed: that after the head. */
  readonly firstLine: number;
  /** The offset of that byte in the source. */
  readonly byteOffset: number;
}

/** Makes batches of the records that follow a head: by the byte parser, or by csv-parse where that one can't. */
export function createCsvAssembler(options: CsvAssemblerOptions): Assembler {
  const bytes = byteDialectOf(options.dialect);
  if (bytes === null) return new CsvParseAssembler(options);
  return new BlockAssembler(new CsvBlockParser(bytes, options), options.pool, options.byteOffset);
}
