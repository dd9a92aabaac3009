import type { Assembler } from '../assembler.js';
import { BlockAssembler } from '../block-assembler.js';
import { byteDialectOf } from './byte-dialect.js';
import { CsvBlockParser } from './csv-block-parser.js';
import { CsvParseAssembler } from './csv-parse-assembler.js';
import type { CsvAssemblerOptions } from './csv-assembler-options.js';

/** Makes batches of the records that follow a head, or a part of them: by the byte parser, or by csv-parse where that one can't. */
export function createCsvAssembler(options: CsvAssemblerOptions): Assembler {
  const bytes = byteDialectOf(options.dialect);
  if (bytes === null) return new CsvParseAssembler(options);
  return new BlockAssembler(new CsvBlockParser(bytes, options), options.pool, options.start.byteOffset);
}
