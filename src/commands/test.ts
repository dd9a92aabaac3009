import type { Command } from 'commander';
import type { CommandContext } from './command-context.js';

/** Declares `sluice test`. */
export function addTestCommand(program: Command, context: CommandContext): void {
  program
    .command('test')
    .summary('run the examples of pipeline files')
    .description('Runs the examples written under tests in pipeline files, without a database, and shows differences.')
    .argument('<file...>', 'pipeline files')
    .option('--json', 'print one JSON object')
    .action((files: string[], { json = false }: { json?: boolean }) => test(files, json, context));
}

async function test(files: readonly string[], json: boolean, { io, setExitCode }: CommandContext): Promise<void> {
  const [{ testPipelines }, { testText }, { writeData }, { ExitCode }] = await Promise.all([
    import('../run/testing/test-pipeline.js'),
    import('../report/tests/test-text.js'),
    import('../run/write-data.js'),
    import('../errors/catalogue.js'),
  ]);
  const report = await testPipelines(files, io);
  await writeData(io.stdout, json ? `${JSON.stringify(report)}\n` : testText(report));
  if (report.failed > 0) setExitCode(ExitCode.tooManyRejects);
}
