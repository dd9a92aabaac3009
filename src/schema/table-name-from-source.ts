import { basename, extname } from 'node:path';
import { printable } from '../errors/printable.js';
import { SluiceError } from '../errors/sluice-error.js';
import { identifierFault } from './identifiers.js';
import { plainName } from './plain-name.js';

/**
 * Names a table after a file: `data/Orders 2024.csv.gz` is `orders_2024`. The folder, an extension of compression and the
 * one before it are left out, and so is the `.rejects` of a reject file, which goes where its source went.
 *
 * @param path - The input as the user typed it.
 * @returns A name that SQL needs no quotes for.
 * @throws SluiceError `USAGE` for `-` (standard input), and when the file's name gives no name or too long a one.
 */
export function tableNameFromSource(path: string): string {
  if (path === '-') throw nameIt('Standard input has no name to call the table by.');
  const name = plainName(stem(basename(path)));
  const fault = name === null ? 'has no letter or digit' : identifierFault(name);
  if (name === null || fault !== null) throw nameIt(`The name of ${printable(path)} can't name a table: it ${fault}.`);
  return name;
}

const compressions = new Set(['.gz', '.bz2', '.zst', '.br', '.xz', '.lz4']);

function stem(file: string): string {
  const last = extname(file);
  const inner = compressions.has(last.toLowerCase()) ? basename(file, last) : file;
  return basename(inner, extname(inner)).replace(/(?:\.rejects)+$/, '');
}

function nameIt(message: string): SluiceError {
  return new SluiceError('USAGE', message, { hint: 'Say which table to load into with --table.' });
}
