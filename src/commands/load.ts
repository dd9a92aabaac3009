import type { Command } from 'commander';
import type { LoadFlags } from '../config/load-plan.js';
import type { CommandContext } from './command-context.js';
import { addLedgerOptions } from './ledger-options.js';
import { addOutputOptions, showRun, type OutputFlags } from './output-options.js';
import { addPipelineOptions, resolveCommand, type PipelineOptions } from './pipeline-options.js';
import { addReadingOptions, addTransformOptions, collect } from './reading-options.js';
import { addRejectOptions } from './reject-options.js';
import { addTargetOptions } from './target-options.js';
import { addWriteOptions } from './write-options.js';

type LoadCommandFlags = LoadFlags & OutputFlags & PipelineOptions;

/** Declares `sluice load`. */
export function addLoadCommand(program: Command, context: CommandContext): void {
  const command = program
    .command('load')
    .summary('load files into a table')
    .description('Checks every value of the inputs and loads them into a PostgreSQL table: all of it, or nothing.')
    .argument('[input...]', 'files, patterns, folders (with --include) or URLs; or - for standard input');
  addPipelineOptions(command);
  addTargetOptions(command);
  command
    .option('--create', 'make the table when it is missing (the embedded database always does)')
    .option('--add-column <name=value>', 'a column with @file, @line, @loaded_at or a text; repeatable', collect)
    .option('--dry-run', 'do everything but the commit');
  addWriteOptions(command);
  addLedgerOptions(command);
  addReadingOptions(command);
  addTransformOptions(command);
  addRejectOptions(command);
  addOutputOptions(command);
  command.action((inputs: string[], flags: LoadCommandFlags) => load(inputs, flags, command, context));
}

async function load(
  inputs: string[],
  flags: LoadCommandFlags,
  command: Command,
  context: CommandContext,
): Promise<void> {
  const resolved = await resolveCommand({ name: 'load', inputs, flags, command }, context);
  if (resolved === null) return;
  const [{ runLoad }, { keepHeapSmall }] = await Promise.all([
    import('../run/load.js'),
    import('../run/small-heap.js'),
  ]);
  keepHeapSmall();
  await showRun(flags, context, (runContext) => resolved.run(runLoad, runContext));
}
