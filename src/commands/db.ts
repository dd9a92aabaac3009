import type { Command } from 'commander';
import type { CommandContext } from './command-context.js';

/** Declares `sluice db`: what lets a person look at the database. */
export function addDbCommand(program: Command, { io }: CommandContext): void {
  const notice = (line: string): void => void io.stderr.write(`${line}\n`);
  const db = program.command('db').summary('look at the database').description('Looks at the database.');
  db.command('url')
    .description("Prints the embedded PostgreSQL's URL, password included; starts it, until db stop.")
    .action(async () => {
      const { startServer } = await import('../run/embedded-control.js');
      io.stdout.write(`${await startServer(io, notice)}\n`);
    });
  db.command('start')
    .description('Starts the embedded PostgreSQL and keeps it running until db stop.')
    .action(async () => {
      const { startServer } = await import('../run/embedded-control.js');
      await startServer(io, notice);
    });
  db.command('stop')
    .description('Stops the embedded PostgreSQL, once no run uses it.')
    .action(async () => {
      const { stopServer } = await import('../run/embedded-control.js');
      notice(await stopServer(io));
    });
  addQueryCommand(db, io, notice);
}

function addQueryCommand(db: Command, io: CommandContext['io'], notice: (line: string) => void): void {
  db.command('query')
    .description('Runs SQL and prints the rows it returns.')
    .argument('<sql>', 'one or more statements')
    .option('--db <url>', 'the database; default: DATABASE_URL, the PG… variables, else the embedded PostgreSQL')
    .option('--json', 'print one JSON object for each row')
    .action(async (sql: string, flags: { db?: string; json?: boolean }) => {
      const { runQuery } = await import('../run/query.js');
      await runQuery({ sql, ...flags }, io, notice);
    });
}
