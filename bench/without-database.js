/**
 * What a load does without its database: reads a file, parses it, checks every value and makes the binary COPY
 * image. Run as `node bench/without-database.js FILE`.
 */
import { createReadStream } from 'node:fs';
import { BatchPool } from '../dist/batch/batch-pool.js';
import { createCsvAssembler } from '../dist/parsers/csv/csv-assembler.js';
import { DEFAULT_DIALECT } from '../dist/parsers/csv/dialect.js';
import { codecFor } from '../dist/schema/codecs/registry.js';
import { Encoder } from '../dist/transforms/encode/encoder.js';

const types = 'int8 uuid text text text numeric int4 timestamptz bool int4'.split(' ');
const NUMERIC_12_2 = ((12 << 16) | 2) + 4;
const width = types.length;

const pool = new BatchPool({ source: { name: 'bench' }, width, quote: '"'.charCodeAt(0) });
const assembler = createCsvAssembler({
  dialect: DEFAULT_DIALECT,
  pool,
  width,
  start: { ordinal: 1, line: 1, byteOffset: 0 },
});
let rejected = 0;
let bytes = 0;
const encoder = new Encoder({
  columns: types.map(column),
  rejects: { add: () => rejected++ },
  releaseBatch: (batch) => pool.release(batch),
});
for await (const chunk of createReadStream(process.argv[2], { highWaterMark: 512 * 1024 }))
  encode(assembler.push(chunk));
encode(assembler.end());
// The header is the one record whose values are not what they should be.
process.stdout.write(`${JSON.stringify({ records: assembler.records, rejected, bytes })}\n`);

function column(name, field) {
  const type = { name, builtIn: true, typmod: name === 'numeric' ? NUMERIC_12_2 : -1, display: name, labels: [] };
  return { field, name, type, nullable: true, codec: codecFor(type, { timeZone: 'UTC', dateOrder: 'MDY' }) };
}

function encode(batches) {
  for (const batch of batches) {
    const encoded = encoder.encode(batch);
    bytes += encoded.image.length;
    encoded.release();
  }
}
