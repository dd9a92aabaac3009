/** How long finding out a dialect takes, the first time in a process. Run as `node bench/detect.js FILE`. */
import { fstatSync, openSync, readSync } from 'node:fs';
import { detectDialect } from '../dist/parsers/csv/detect/detect-dialect.js';

const file = openSync(process.argv[2], 'r');
const { size } = fstatSync(file);
const places = [0, 0.3, 0.6, 0.9];
const samples = places.map((place) => sampleAt(place));
const given = Object.fromEntries(
  ['delimiter', 'quote', 'escape', 'comment', 'lineEnd', 'skipLines', 'headerLines'].map((part) => [part, null]),
);
const startedAt = performance.now();
detectDialect({ source: 'bench', samples, given });
process.stdout.write(`${(performance.now() - startedAt).toFixed(1)}\n`);

function sampleAt(place) {
  const bytes = Buffer.alloc(place === 0 ? 128 * 1024 : 16 * 1024);
  const length = readSync(file, bytes, 0, bytes.length, Math.floor(place * size));
  return { bytes: bytes.subarray(0, length), atEnd: false };
}
