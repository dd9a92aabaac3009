import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RecordRange } from '../../sinks/copy/record-ranges.js';
import type { PartOfLoad } from './lane-transactions.js';

/**
 * Writes down which records are in when only some of the lanes have committed: one object on a line, `source`, `first` and
 * `last` (numbers of records, from 1); with `outcome` "unknown" the records of all such lines are in, or none is. Records
 * among them that were rejected are not in.
 *
 * @param folder - That of the reject files.
 * @returns The path of the file; where it can't be written, the ranges themselves.
 */
export async function writePartlyCommitted(folder: string, { ranges, unknown }: PartOfLoad): Promise<string> {
  const lines = [
    ...ranges.map((range) => JSON.stringify(named(range))),
    ...unknown.map((range) => JSON.stringify({ ...named(range), outcome: 'unknown' })),
  ];
  const path = join(folder, `sluice-partly-committed-${process.pid}.ndjson`);
  try {
    await writeFile(path, `${lines.join('\n')}\n`, { mode: 0o600 });
    return path;
  } catch {
    return lines.join(', ');
  }
}

function named({ source, first, last }: RecordRange): { source: string; first: number; last: number } {
  return { source: source.name, first, last };
}
