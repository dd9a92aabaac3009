/** Loads by pipelines, each into a table of its own. */
import type { RunSummary } from '../../src/report/summary.js';
import { sluice } from './cli.js';
import { folderOf } from './folder-of.js';
import { loadBench, type LoadBench } from './load-bench.js';

/** How a load by a pipeline ended. */
export interface PipelineLoad {
  readonly exitCode: number;
  readonly stderr: string;
  readonly summary: RunSummary;
  readonly folder: string;
  readonly rows: Record<string, unknown>[];
}

/** What a load by a pipeline is given besides. */
export interface PipelineLoadOptions {
  /** Of the table. Default: `id int, note text` */
  readonly columns?: string;
  readonly flags?: readonly string[];
}

/** A database that lives as long as a test file, and loads by pipelines into it. */
export interface PipelineBench extends Pick<LoadBench, 'url' | 'sql'> {
  /** Loads files by a pipeline into a table of these columns. */
  readonly load: (
    pipeline: string,
    files: Record<string, string>,
    options?: PipelineLoadOptions,
  ) => Promise<PipelineLoad>;
}

/** Makes the bench of a test file; to be called at its top. */
export function pipelineBench(): PipelineBench {
  const bench = loadBench();
  let tables = 0;
  return {
    get url() {
      return bench.url;
    },
    sql: (text) => bench.sql(text),
    load: async (pipeline, files, { columns = 'id int, note text', flags = [] } = {}) => {
      const table = `piped_${++tables}`;
      await bench.sql(`create table ${table} (${columns})`);
      const folder = await folderOf({ ...files, 'p.yaml': pipeline });
      const args = [
        'load',
        ...Object.keys(files),
        '--pipeline',
        'p.yaml',
        '--db',
        bench.url,
        '--table',
        table,
        '--json',
      ];
      const { exitCode, stderr, stdout } = await sluice([...args, ...flags], { cwd: folder });
      const summary = JSON.parse(stdout || 'null') as RunSummary;
      return { exitCode, stderr, summary, folder, rows: await bench.sql(`select * from ${table}`) };
    },
  };
}
