/** What most end-to-end tests of `load` need: a database of their own, and a folder for each run. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import type { RunSummary } from '../../src/report/summary.js';
import { sluice, type CliOptions, type CliResult } from './cli.js';
import { createTestDatabase, query, type TestDatabase } from './database.js';
import { tempFolder } from './temp-folder.js';

/** How a load of the bench ended. */
export interface LoadResult extends CliResult {
  readonly folder: string;
  /** Null when the run ended before it could have one. */
  readonly summary: RunSummary;
}

/** A database that lives as long as a test file, and loads into it. */
export interface LoadBench {
  /** Known once the first test runs. */
  readonly url: string;
  /** Runs SQL on a connection of its own. */
  sql(text: string): Promise<Record<string, unknown>[]>;
  /** Runs `sluice load data.csv --json` on these bytes, in a folder of its own. */
  load(bytes: string | Buffer, args: readonly string[], options?: Partial<CliOptions>): Promise<LoadResult>;
}

/** Makes the bench of a test file; to be called at its top. */
export function loadBench(): LoadBench {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(() => database.drop());
  return {
    get url() {
      return database.url;
    },
    sql: (text) => query(database.url, text),
    async load(bytes, args, options = {}) {
      const folder = await tempFolder();
      await writeFile(join(folder, 'data.csv'), bytes);
      const db = args.includes('--db') ? [] : ['--db', database.url];
      const result = await sluice(['load', 'data.csv', '--json', ...db, ...args], { cwd: folder, ...options });
      return { ...result, folder, summary: JSON.parse(result.stdout || 'null') as RunSummary };
    },
  };
}
