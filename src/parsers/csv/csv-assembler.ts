import type { Assembler } from '../assembler.js';
import { BlockAssembler } from '../block-assembler.js';
import { byteDialectOf } from './byte-dialect.js';
import { CsvBlockParser } from './csv-block-parser.js';
import type { CsvAssemblerOptions } from './csv-assembler-options.js';

/**
 * Makes batches of the records that follow a head: by the byte parser, or by csv-parse where that one can't. What few need
 * is imported when it is needed: all else starts 50 ms earlier.
 */
export async function createCsvAssembler(options: CsvAssemblerOptions): Promise<Assembler> {
  const bytes = byteDialectOf(options.dialect);
  if (bytes === null) {
    const { CsvParseAssembler } = await import('./csv-parse-assembler.js');
    return new CsvParseAssembler(options);
  }
  return new BlockAssembler(new CsvBlockParser(bytes, options), options.pool, options.byteOffset);
}
