import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RunSummary } from '../../src/report/summary.js';
import { sluice, type CliResult } from './cli.js';
import { tempFolder } from './temp-folder.js';

/** How a load ended. */
export interface LoadResult extends CliResult {
  /** Where `data.csv` was, and where its reject files are. */
  readonly folder: string;
  readonly summary: RunSummary;
}

/** Runs `sluice load --json` on a text, as `data.csv` in a folder of its own. */
export async function loadText(url: string, text: string | Buffer, args: readonly string[]): Promise<LoadResult> {
  const folder = await tempFolder();
  await writeFile(join(folder, 'data.csv'), text);
  const result = await sluice(['load', 'data.csv', '--db', url, '--json', ...args], { cwd: folder });
  return { ...result, folder, summary: JSON.parse(result.stdout || 'null') as RunSummary };
}
