import { Readable } from 'node:stream';
import { run } from '../../src/cli/run.js';
import { TextSink } from './text-sink.js';

/** How a test calls the command. */
export interface CliOptions {
  /** The working folder. */
  readonly cwd: string;
  /** The environment, and nothing of the test's own. */
  readonly env?: NodeJS.ProcessEnv;
  /** What stdin holds; default: nothing. */
  readonly stdin?: string | Buffer | Readable;
  readonly signal?: AbortSignal;
  /** The width of the terminal that stderr is; default: stderr is none. */
  readonly columns?: number;
}

/** How it ended. */
export interface CliResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the command in this process, so that coverage sees it. */
export async function sluice(args: readonly string[], options: CliOptions): Promise<CliResult> {
  const stdout = new TextSink();
  const stderr = new TextSink(options.columns ?? 0);
  const { stdin = '' } = options;
  const exitCode = await run(args, {
    stdin: stdin instanceof Readable ? stdin : Readable.from([Buffer.from(stdin)]),
    stdout,
    stderr,
    env: options.env ?? {},
    cwd: options.cwd,
    signal: options.signal ?? new AbortController().signal,
  });
  return { exitCode, stdout: stdout.text, stderr: stderr.text };
}
