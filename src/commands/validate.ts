import type { Command } from 'commander';
import type { ValidateFlags } from '../config/validate-plan.js';
import type { CommandContext } from './command-context.js';
import { addOutputOptions, showRun, withoutOutput, type OutputFlags } from './output-options.js';
import { addReadingOptions, addTransformOptions, collect } from './reading-options.js';
import { addRejectOptions } from './reject-options.js';
import { addTargetOptions } from './target-options.js';

/** Declares `sluice validate`. */
export function addValidateCommand(program: Command, context: CommandContext): void {
  const command = program
    .command('validate')
    .summary('check files as a load would, without loading')
    .description(
      'Checks every value of the inputs as a load would, and loads nothing: against the table of --table or --db, else against given and inferred types.',
    )
    .argument('<input...>', 'files, patterns, folders (with --include) or URLs; or - for standard input');
  addTargetOptions(command);
  command.option(
    '--type <column=type>',
    "without a table: a column's type, such as amount=numeric(12,2); repeatable",
    collect,
  );
  addReadingOptions(command);
  addTransformOptions(command);
  addRejectOptions(command);
  addOutputOptions(command);
  command.action((inputs: string[], flags: ValidateFlags & OutputFlags) => validate(inputs, flags, context));
}

async function validate(inputs: string[], flags: ValidateFlags & OutputFlags, context: CommandContext): Promise<void> {
  const { resolveValidate } = await import('../library/resolve-validate.js');
  const { make } = resolveValidate(inputs, withoutOutput(flags));
  await showRun(flags, context, make);
}
