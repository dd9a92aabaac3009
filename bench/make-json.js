/** The rows of the benchmark's CSV file as NDJSON, or as one JSON array. */
import { createReadStream, createWriteStream } from 'node:fs';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** The columns whose values are JSON's own numbers and truth values. */
const bare = new Set(['id', 'amount', 'quantity', 'active', 'score']);

const lines = { start: '', between: '\n', end: '\n' };
const array = { start: '[\n', between: ',\n', end: '\n]\n' };

const FLUSH_CHARACTERS = 1 << 20;

/**
 * Writes the rows of a file that `makeData` has made, none of them spoilt.
 *
 * @param csv - The file.
 * @param path - Where to.
 * @param asArray - One array, a row a line, rather than NDJSON.
 */
export async function makeJson(csv, path, asArray = false) {
  const file = createWriteStream(path);
  let names = null;
  let rows = 0;
  const { start, between, end } = asArray ? array : lines;
  let text = start;
  for await (const line of createInterface({ input: createReadStream(csv) })) {
    const fields = fieldsOf(line);
    names ??= fields;
    if (names === fields) continue;
    text += rows++ === 0 ? record(names, fields) : between + record(names, fields);
    if (text.length < FLUSH_CHARACTERS) continue;
    if (!file.write(text)) await once(file, 'drain');
    text = '';
  }
  file.end(text + end);
  await once(file, 'finish');
}

function fieldsOf(line) {
  return [...line.matchAll(/"([^"]*)"|[^,]+/g)].map(([field, quoted]) => quoted ?? field);
}

function record(names, fields) {
  return `{${names.map((name, index) => `"${name}":${bare.has(name) ? fields[index] : `"${fields[index]}"`}`).join(',')}}`;
}
