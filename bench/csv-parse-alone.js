/** csv-parse as it is meant to be used: records as arrays, one event each. Run as `node bench/csv-parse-alone.js FILE [DELIMITER]`. */
import { createReadStream } from 'node:fs';
import { parse } from 'csv-parse';

let records = 0;
const parser = createReadStream(process.argv[2], { highWaterMark: 512 * 1024 }).pipe(
  parse({ delimiter: process.argv[3] ?? ',' }),
);
parser.on('data', () => records++);
await new Promise((resolve, reject) => parser.on('end', resolve).on('error', reject));
process.stdout.write(`${JSON.stringify({ records })}\n`);
