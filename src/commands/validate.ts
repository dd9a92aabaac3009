import type { Command } from 'commander';
import type { ValidateFlags } from '../config/validate-plan.js';
import type { CommandContext } from './command-context.js';
import { addOutputOptions, showRun, type OutputFlags } from './output-options.js';
import { addPipelineOptions, resolveCommand, type PipelineOptions } from './pipeline-options.js';
import { addReadingOptions, addTransformOptions, collect } from './reading-options.js';
import { addRejectOptions } from './reject-options.js';
import { addTargetOptions } from './target-options.js';

type ValidateCommandFlags = ValidateFlags & OutputFlags & PipelineOptions;

/** Declares `sluice validate`. */
export function addValidateCommand(program: Command, context: CommandContext): void {
  const command = program
    .command('validate')
    .summary('check files as a load would, without loading')
    .description(
      'Checks every value of the inputs as a load would, and loads nothing: against the table of --table or --db, else against given and inferred types.',
    )
    .argument('[input...]', 'files, patterns, folders (with --include) or URLs; or - for standard input');
  addPipelineOptions(command);
  addTargetOptions(command);
  command.option('--no-db', 'without a table, whatever the pipeline file says of one');
  command.option(
    '--type <column=type>',
    "without a table: a column's type, such as amount=numeric(12,2); repeatable",
    collect,
  );
  addReadingOptions(command);
  addTransformOptions(command);
  addRejectOptions(command);
  addOutputOptions(command);
  command.action((inputs: string[], flags: ValidateCommandFlags) => validate(inputs, flags, command, context));
}

async function validate(
  inputs: string[],
  flags: ValidateCommandFlags,
  command: Command,
  context: CommandContext,
): Promise<void> {
  const resolved = await resolveCommand({ name: 'validate', inputs, flags, command }, context);
  if (resolved === null) return;
  const { runValidate } = await import('../run/validate.js');
  await showRun(flags, context, (runContext) => resolved.run(runValidate, runContext));
}
