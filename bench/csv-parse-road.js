/** csv-parse's rows in batches, as a load has them. Run as `node bench/csv-parse-road.js FILE DELIMITER`. */
import { createReadStream } from 'node:fs';
import { BatchPool } from '../dist/batch/batch-pool.js';
import { createCsvAssembler } from '../dist/parsers/csv/csv-assembler.js';
import { DEFAULT_DIALECT } from '../dist/parsers/csv/dialect.js';

const [, , path, delimiter] = process.argv;
const width = 10;
const pool = new BatchPool({ source: { name: 'bench' }, width, quote: 0x22 });
const dialect = { ...DEFAULT_DIALECT, delimiter };
const assembler = createCsvAssembler({ dialect, pool, width, start: { ordinal: 1, line: 1, byteOffset: 0 } });
for await (const chunk of createReadStream(path, { highWaterMark: 512 * 1024 })) release(assembler.push(chunk));
release(assembler.end());
process.stdout.write(`${JSON.stringify({ records: assembler.records })}\n`);

function release(batches) {
  for (const batch of batches) pool.release(batch);
}
