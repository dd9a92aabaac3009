import { Option, type Command } from 'commander';
import type { CommandContext } from './command-context.js';
import { collect } from './reading-options.js';

/** Declares `sluice types`. */
export function addTypesCommand(program: Command, { io }: CommandContext): void {
  const notice = (line: string): void => void io.stderr.write(`${line}\n`);
  program
    .command('types')
    .summary('write TypeScript for the records of tables')
    .description('Writes a TypeScript interface for the records of each table, for pipelines that are written in code.')
    .addOption(
      new Option('-t, --table <name>', 'table or schema.table; repeatable').argParser(collect).makeOptionMandatory(),
    )
    .option('--db <url>', 'the database; default: DATABASE_URL, the PG… variables, else the embedded PostgreSQL')
    .option('-o, --output <file>', 'where to write; it comes to its place when it is whole (default: standard output)')
    .action(async (flags: { table: string[]; db?: string; output?: string }) => {
      const { runTypes } = await import('../run/types.js');
      await runTypes(flags, io, notice);
    });
}
