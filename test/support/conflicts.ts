import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What a run wrote for `--report-conflicts conflicts.ndjson`. */
export async function readConflicts(folder: string): Promise<unknown[]> {
  const text = await readFile(join(folder, 'conflicts.ndjson'), 'utf8');
  const lines = text.split('\n').slice(0, -1);
  return lines.map((line) => JSON.parse(line) as unknown);
}
