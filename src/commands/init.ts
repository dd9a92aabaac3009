import type { Command } from 'commander';
import type { InitFlags } from '../config/init-plan.js';
import { printable } from '../errors/printable.js';
import type { CommandContext } from './command-context.js';
import { addReadingOptions } from './reading-options.js';

/** Declares `sluice init`. */
export function addInitCommand(program: Command, context: CommandContext): void {
  const command = program
    .command('init')
    .summary('write a pipeline file from a look at an input')
    .description('Reads an input, and looks at its table if there is one, and writes a commented pipeline file.')
    .argument('<input>', 'a file, pattern, folder (with --include) or URL; or - for standard input')
    .optionsGroup('Output:')
    .option('-t, --table <name>', 'the table to load into; default: named after the input')
    .option('--db <url>', 'where that table is; default: DATABASE_URL, the PG… variables, else the embedded PostgreSQL')
    .option('-o, --output <file>', 'the .yaml file to write (default: standard output)')
    .option('--force', 'write over a file that is there')
    .option('--sample <n>', 'look at so many records only (default: all)');
  addReadingOptions(command);
  command.action((input: string, flags: InitFlags) => init(input, flags, context));
}

async function init(input: string, flags: InitFlags, { io }: CommandContext): Promise<void> {
  const [{ resolveInitPlan }, { initPipeline }, { createRunView }, { RejectDigest }, { writeData }] = await Promise.all(
    [
      import('../config/init-plan.js'),
      import('../run/init/init.js'),
      import('../report/run-view.js'),
      import('../report/digest.js'),
      import('../run/write-data.js'),
    ],
  );
  const plan = resolveInitPlan(input, flags);
  const view = createRunView({ stderr: io.stderr, env: io.env });
  const text = await initPipeline(plan, {
    io,
    digest: new RejectDigest(),
    notice: (line) => view.notice(line),
    startProgress: (totalBytes) => view.startProgress(totalBytes),
  });
  if (plan.output === null) await writeData(io.stdout, text);
  else view.notice(`written: ${printable(plan.output, 200)}; sluice test runs its examples`);
}
