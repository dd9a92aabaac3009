import type { Command } from 'commander';
import type { LoadFlags } from '../config/load-plan.js';
import type { CommandContext } from './command-context.js';
import { addLedgerOptions } from './ledger-options.js';
import { addOutputOptions, showRun, withoutOutput, type OutputFlags } from './output-options.js';
import { addReadingOptions, collect } from './reading-options.js';
import { addRejectOptions } from './reject-options.js';
import { addTargetOptions } from './target-options.js';
import { addWriteOptions } from './write-options.js';

/** Declares `sluice load`. */
export function addLoadCommand(program: Command, context: CommandContext): void {
  const command = program
    .command('load')
    .summary('load files into a table')
    .description('Checks every value of the inputs and loads them into a PostgreSQL table: all of it, or nothing.')
    .argument('<input...>', 'files, patterns, folders (with --include) or URLs; or - for standard input');
  addTargetOptions(command);
  command
    .option('--create', 'make the table when it is missing (the embedded database always does)')
    .option('--add-column <name=value>', 'a column with @file, @line, @loaded_at or a text; repeatable', collect)
    .option('--dry-run', 'do everything but the commit');
  addWriteOptions(command);
  addLedgerOptions(command);
  addReadingOptions(command);
  addRejectOptions(command);
  addOutputOptions(command);
  command.action((inputs: string[], flags: LoadFlags & OutputFlags) => load(inputs, flags, context));
}

/** Everything that a load needs is imported here and not above: `sluice --version` must not wait for it. */
async function load(inputs: string[], flags: LoadFlags & OutputFlags, context: CommandContext): Promise<void> {
  const [{ resolveLoadPlan }, { runLoad }] = await Promise.all([
    import('../config/load-plan.js'),
    import('../run/load.js'),
  ]);
  const plan = resolveLoadPlan(inputs, withoutOutput(flags));
  await showRun(flags, context, (runContext) => runLoad(plan, runContext));
}
