import { Option, type Command } from 'commander';
import type { LoadFlags } from '../config/load-plan.js';
import type { CommandContext } from './command-context.js';

/** The flags of `load` that concern what is printed, not what is done. */
interface OutputFlags {
  readonly json?: boolean;
  readonly logFormat?: 'pretty' | 'json';
  readonly logLevel?: 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal' | 'silent';
}

/** Declares `sluice load`. */
export function addLoadCommand(program: Command, context: CommandContext): void {
  const command = program
    .command('load')
    .summary('load a CSV file into a table')
    .description('Checks every value of a CSV file and loads it into PostgreSQL: all of it, or nothing.')
    .argument('<input>', 'a CSV file in UTF-8, or - for standard input');
  addTargetOptions(command);
  addCsvOptions(command);
  addRejectOptions(command);
  addOutputOptions(command);
  command.action((input: string, flags: LoadFlags & OutputFlags) => load(input, flags, context));
}

function addTargetOptions(command: Command): void {
  command
    .optionsGroup('Target:')
    .option(
      '--db <url>',
      'the database; default: DATABASE_URL, the PG… variables, else an embedded PostgreSQL in .sluice/',
    )
    .option('-t, --table <name>', 'table or schema.table; default: named after the file')
    .option('--create', 'make the table when it is missing (the embedded database always does)')
    .option('--map <file=table>', 'load the file column into this table column; repeatable', collect)
    .option('--ignore-columns <names>', 'file columns to leave out, separated by commas; repeatable', collect)
    .option('--dry-run', 'do everything but the commit');
}

function addCsvOptions(command: Command): void {
  command
    .optionsGroup('CSV:')
    .option('-d, --delimiter <byte>', 'between fields, \\t for a tab (default: ,)')
    .option('--quote <byte>', 'around fields, or none (default: ")')
    .option('--no-header', 'the first line is a record; columns are filled by position')
    .option('--null <text>', 'an unquoted field that means NULL, besides the empty one; repeatable', collect)
    .option('--max-record-bytes <size>', 'a longer record is rejected (default: 16m)');
}

function addRejectOptions(command: Command): void {
  command
    .optionsGroup('Rejects:')
    .option('--max-errors <n|n%>', 'how many records may be rejected before nothing is loaded (default: 0)')
    .option('--rejects-dir <folder>', 'where the reject files go (default: the working folder)');
}

function addOutputOptions(command: Command): void {
  command
    .optionsGroup('Output:')
    .option('--json', 'print the summary as one JSON object on stdout')
    .addOption(
      new Option(
        '--log-format <format>',
        'how stderr is written: for people, or a JSON object a line (default: pretty)',
      ).choices(['pretty', 'json']),
    )
    .addOption(
      new Option(
        '--log-level <level>',
        'the least that is logged; of no concern to rejects and summary (default: info)',
      ).choices(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']),
    );
}

function collect(value: string, earlier: string[] | undefined): string[] {
  return [...(earlier ?? []), value];
}

/** Everything that a load needs is imported here and not above: `sluice --version` must not wait for it. */
async function load(input: string, flags: LoadFlags & OutputFlags, { io, setExitCode }: CommandContext): Promise<void> {
  const { json, logFormat, logLevel, ...loadFlags } = flags;
  const [{ resolveLoadPlan }, { runLoad }, { createRunView }, { RejectDigest }, { summaryJson }] = await Promise.all([
    import('../config/load-plan.js'),
    import('../run/load.js'),
    import('../report/run-view.js'),
    import('../report/digest.js'),
    import('../report/summary.js'),
  ]);
  const plan = resolveLoadPlan(input, loadFlags);
  const view = createRunView({
    stderr: io.stderr,
    env: io.env,
    ...(logFormat === undefined ? {} : { format: logFormat }),
    ...(logLevel === undefined ? {} : { level: logLevel }),
  });
  const digest = new RejectDigest((line) => view.reject(line));
  const summary = await runLoad(plan, {
    io,
    digest,
    notice: (line) => view.notice(line),
    startProgress: (totalBytes) => view.startProgress(totalBytes),
  });
  view.finish(summary, digest);
  if (json === true) io.stdout.write(`${summaryJson(summary)}\n`);
  setExitCode(summary.exitCode);
}
