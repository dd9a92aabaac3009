import type { Command } from 'commander';
import { collect } from './reading-options.js';

/** Declares the flags about the table and how columns meet it. */
export function addTargetOptions(command: Command): void {
  command
    .optionsGroup('Target:')
    .option(
      '--db <url>',
      'the database; default: DATABASE_URL, the PG… variables, else an embedded PostgreSQL in .sluice/',
    )
    .option('-t, --table <name>', 'table or schema.table; default: named after the input')
    .option('--map <file=table>', 'load the file column into this table column; repeatable', collect)
    .option('--ignore-columns <names>', 'file columns to leave out, separated by commas; repeatable', collect);
}
