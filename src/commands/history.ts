import type { Command } from 'commander';
import type { CommandContext } from './command-context.js';

/** Declares `sluice history`. */
export function addHistoryCommand(program: Command, { io }: CommandContext): void {
  const notice = (line: string): void => void io.stderr.write(`${line}\n`);
  program
    .command('history')
    .summary('show what --resumable and --once have loaded')
    .description('Shows the ledger of the database: the latest 50 runs of --resumable and --once, or one of them.')
    .argument('[run]', 'the number of a run: shows it with its inputs')
    .option('--db <url>', 'the database; default: DATABASE_URL, the PG… variables, else the embedded PostgreSQL')
    .option('--json', 'print an array of the runs, or the one run as an object')
    .action(async (run: string | undefined, flags: { db?: string; json?: boolean }) => {
      const { runHistory } = await import('../run/history.js');
      await runHistory({ run, ...flags }, io, notice);
    });
}
