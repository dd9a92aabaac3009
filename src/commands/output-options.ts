import { Option, type Command } from 'commander';
import type { RunContext } from '../run/run-context.js';
import type { RunSummary } from '../report/summary.js';
import type { CommandContext } from './command-context.js';

/** The flags that concern what is printed, not what is done. */
export interface OutputFlags {
  readonly json?: boolean;
  readonly logFormat?: 'pretty' | 'json';
  readonly logLevel?: 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal' | 'silent';
}

/** Declares the flags about what is printed. */
export function addOutputOptions(command: Command): void {
  command
    .optionsGroup('Output:')
    .option('--json', 'print the summary as one JSON object: on stdout, or on stderr where data goes to stdout')
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

/**
 * Makes a run and shows it: while it goes on, and how it ended.
 *
 * @param flags - `summaryTo` is where the summary of `--json` goes; default: stdout.
 * @param run - Is given what runs are given besides their plan.
 */
export async function showRun(
  flags: OutputFlags & { readonly summaryTo?: NodeJS.WritableStream },
  { io, setExitCode }: CommandContext,
  run: (context: RunContext) => Promise<RunSummary>,
): Promise<void> {
  const [{ createRunView }, { RejectDigest }, { summaryJson }] = await Promise.all([
    import('../report/run-view.js'),
    import('../report/digest.js'),
    import('../report/summary.js'),
  ]);
  const { logFormat, logLevel } = flags;
  const view = createRunView({
    stderr: io.stderr,
    env: io.env,
    ...(logFormat === undefined ? {} : { format: logFormat }),
    ...(logLevel === undefined ? {} : { level: logLevel }),
  });
  const digest = new RejectDigest((line) => view.reject(line));
  const summary = await run({
    io,
    digest,
    notice: (line) => view.notice(line),
    startProgress: (totalBytes) => view.startProgress(totalBytes),
  });
  view.finish(summary, digest);
  if (flags.json === true) (flags.summaryTo ?? io.stdout).write(`${summaryJson(summary)}\n`);
  setExitCode(summary.exitCode);
}

/** The flags without those about what is printed. */
export function withoutOutput<Flags extends OutputFlags>(flags: Flags): Omit<Flags, keyof OutputFlags> {
  const ours = new Set(['json', 'logFormat', 'logLevel']);
  return Object.fromEntries(Object.entries(flags).filter(([name]) => !ours.has(name))) as Omit<
    Flags,
    keyof OutputFlags
  >;
}
