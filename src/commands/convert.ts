import { Option, type Command } from 'commander';
import type { ConvertFlags } from '../config/convert-plan.js';
import type { CommandContext } from './command-context.js';
import { addOutputOptions, showRun, type OutputFlags } from './output-options.js';
import { addPipelineOptions, resolveCommand, type PipelineOptions } from './pipeline-options.js';
import { addReadingOptions, addTransformOptions, collect } from './reading-options.js';
import { addRejectOptions } from './reject-options.js';

type ConvertCommandFlags = ConvertFlags & OutputFlags & PipelineOptions;

/** Declares `sluice convert`. */
export function addConvertCommand(program: Command, context: CommandContext): void {
  const command = program
    .command('convert')
    .summary('turn files into clean CSV or NDJSON')
    .description('Reads the inputs and writes them as RFC 4180 CSV, TSV or NDJSON, to standard output or a file.')
    .argument('[input...]', 'files, patterns, folders (with --include) or URLs; or - for standard input');
  addPipelineOptions(command);
  command
    .optionsGroup('Target:')
    .addOption(
      new Option('--to <format>', 'the format to write').choices(['csv', 'tsv', 'ndjson']).makeOptionMandatory(),
    )
    .option('-o, --output <file>', 'where to write; it comes to its place when it is whole (default: standard output)')
    .option('--db <url>', 'the database that the lookups of a pipeline ask')
    .option('--type <column=type>', 'in NDJSON, numbers and booleans become such; repeatable', collect)
    .option('--infer-types', 'find the types of all other columns, which reads the inputs twice');
  addReadingOptions(command);
  addTransformOptions(command);
  addRejectOptions(command);
  addOutputOptions(command);
  command.action((inputs: string[], flags: ConvertCommandFlags) => convert(inputs, flags, command, context));
}

async function convert(
  inputs: string[],
  flags: ConvertCommandFlags,
  command: Command,
  context: CommandContext,
): Promise<void> {
  const resolved = await resolveCommand({ name: 'convert', inputs, flags, command }, context);
  if (resolved === null) return;
  const { runConvert } = await import('../run/convert.js');
  const summaryTo = resolved.plan.output === null ? context.io.stderr : context.io.stdout;
  await showRun({ ...flags, summaryTo }, context, (runContext) => resolved.run(runConvert, runContext));
}
