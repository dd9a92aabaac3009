import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sluice, type CliResult } from './cli.js';
import { query } from './database.js';
import { folderOf } from './folder-of.js';

/** What a pipeline in code begins with. */
export const head = "import { definePipeline } from 'sluice';\nimport { z } from 'zod';\n";

/** A load by a pipeline in code, and what is in its table then. */
export interface CodeLoaded extends CliResult {
  readonly cwd: string;
  /** Such as `code_1`. */
  readonly table: string;
  readonly rows: readonly Record<string, unknown>[];
}

let tables = 0;

/** A load by a pipeline in code. */
export interface CodeLoad {
  /** The database. */
  readonly url: string;
  /** The columns of the table that is made first. */
  readonly columns: string;
  /** The file of the records, by its name. */
  readonly input: Readonly<Record<string, string>>;
  /** What is within `definePipeline({…})`, besides `source` and `target`. */
  readonly code: string;
  readonly flags?: readonly string[];
  /** Statements before the export. */
  readonly before?: string;
}

/** Loads a file by a pipeline in TypeScript, from a folder outside of this package. */
export async function loadByCode({
  url,
  columns,
  input,
  code,
  flags = [],
  before = '',
}: CodeLoad): Promise<CodeLoaded> {
  const table = `code_${++tables}`;
  await query(url, `create table ${table} (n bigserial, ${columns})`);
  const [file] = Object.keys(input);
  const text = `${head}${before}\nexport default definePipeline({ source: { paths: '${file}' }, target: { table: '${table}' },\n${code}\n});\n`;
  const cwd = await folderOf({ ...input, 'p.sluice.ts': text });
  const result = await sluice(['load', '--pipeline', 'p.sluice.ts', ...flags], {
    cwd,
    env: { DATABASE_URL: url },
  });
  const rows = await query(url, `select * from ${table} order by n`);
  for (const row of rows) delete row['n'];
  return { ...result, cwd, table, rows };
}

/** The faults that a load has written. */
export async function faultsOf({ cwd }: CodeLoaded, source: string): Promise<Record<string, unknown>[]> {
  const text = await readFile(join(cwd, `${source}.rejects.ndjson`), 'utf8');
  return text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}
