/** A command that is given more than once, on a table of its own. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RunSummary } from '../../src/report/summary.js';
import { sluice, type CliResult } from './cli.js';
import type { LoadBench } from './load-bench.js';
import { tempFolder } from './temp-folder.js';

/** A folder with a file in it, and the command on it. */
export interface LedgerCommand {
  readonly folder: string;
  readonly table: string;
  /** Runs `sluice load` over one connection. */
  readonly run: (...flags: string[]) => Promise<CliResult & { readonly summary: RunSummary }>;
}

/** What makes commands, and looks at what they have done. */
export interface LedgerCommands {
  /** Writes a file, and makes the table that the command is to load it into; `input` is what is loaded instead of it. */
  readonly commandOn: (name: string, bytes: string | Buffer, input?: string) => Promise<LedgerCommand>;
  /** Rows, and different ids. */
  readonly countOf: (table: string) => Promise<unknown[]>;
}

/** Makes commands for the database of a bench. */
export function ledgerCommands(bench: LoadBench): LedgerCommands {
  let tables = 0;
  return {
    commandOn: async (name, bytes, input = name) => {
      const folder = await tempFolder();
      await writeFile(join(folder, name), bytes);
      const table = `resumed_${++tables}`;
      await bench.sql(`create table ${table} (id int, note text)`);
      return {
        folder,
        table,
        run: async (...flags) => {
          const args = ['load', input, '--table', table, '--db', bench.url, '--jobs', '1', '--json', ...flags];
          const result = await sluice(args, { cwd: folder });
          return { ...result, summary: JSON.parse(result.stdout || 'null') as RunSummary };
        },
      };
    },
    countOf: async (table) => {
      const [{ rows, distinct }] = await bench.sql(
        `select count(*)::int as rows, count(distinct id)::int as distinct from ${table}`,
      );
      return [rows, distinct];
    },
  };
}
