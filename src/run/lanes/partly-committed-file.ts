import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PartOfLoad } from './lane-transactions.js';

/**
 * Writes down which records are in when only some of the lanes have committed: one object on a line, `source`, `first` and
 * `last` (numbers of records, from 1). Records among them that were rejected are not in.
 *
 * @param folder - That of the reject files.
 * @returns The path of the file; where it can't be written, the ranges themselves.
 */
export async function writePartlyCommitted(folder: string, { ranges }: PartOfLoad): Promise<string> {
  const lines = ranges.map(({ source, first, last }) => JSON.stringify({ source: source.name, first, last }));
  const path = join(folder, `sluice-partly-committed-${process.pid}.ndjson`);
  try {
    await writeFile(path, `${lines.join('\n')}\n`, { mode: 0o600 });
    return path;
  } catch {
    return lines.join(', ');
  }
}
