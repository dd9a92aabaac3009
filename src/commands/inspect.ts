import type { Command } from 'commander';
import type { InspectFlags } from '../config/inspect-plan.js';
import type { CommandContext } from './command-context.js';
import { addReadingOptions } from './reading-options.js';

/** Declares `sluice inspect`. */
export function addInspectCommand(program: Command, context: CommandContext): void {
  const command = program
    .command('inspect')
    .summary('look at files: dialect, columns, types, how to load them')
    .description('Reads the inputs and tells how they are written, what each column holds, and how to load them.')
    .argument('<input...>', 'files, patterns, folders (with --include) or URLs; or - for standard input')
    .optionsGroup('Output:')
    .option('-t, --table <name>', 'the table of the CREATE TABLE; default: named after the input')
    .option('--sample <n>', 'look at so many records only (default: all)')
    .option('--json', 'print one JSON object for each input');
  addReadingOptions(command);
  command.action((inputs: string[], flags: InspectFlags & { json?: boolean }) => inspect(inputs, flags, context));
}

async function inspect(
  inputs: string[],
  { json, ...flags }: InspectFlags & { json?: boolean },
  { io }: CommandContext,
): Promise<void> {
  const [{ resolveInspectPlan }, { runInspect }, { createRunView }, { RejectDigest }, report, { writeData }] =
    await Promise.all([
      import('../config/inspect-plan.js'),
      import('../run/inspect.js'),
      import('../report/run-view.js'),
      import('../report/digest.js'),
      import('../report/inspect/inspect-text.js'),
      import('../run/write-data.js'),
    ]);
  const plan = resolveInspectPlan(inputs, flags);
  const view = createRunView({ stderr: io.stderr, env: io.env });
  const reports = await runInspect(plan, {
    io,
    digest: new RejectDigest(),
    notice: (line) => view.notice(line),
    startProgress: (totalBytes) => view.startProgress(totalBytes),
  });
  await writeData(io.stdout, report.inspectText(reports, json === true ? null : { stdout: io.stdout, env: io.env }));
}
