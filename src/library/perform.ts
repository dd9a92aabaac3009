import { Readable, Writable } from 'node:stream';
import type { CommandPlans, PipelineCommand } from '../config/pipeline/command-plans.js';
import { SluiceError } from '../errors/sluice-error.js';
import { RejectDigest } from '../report/digest.js';
import type { RunSummary } from '../report/summary.js';
import type { Io } from '../run/io.js';
import type { RunContext } from '../run/run-context.js';
import { EventRelay } from './event-relay.js';
import { resolveRun, type ResolvedRun, type Runner } from './resolve-run.js';
import { RunFailedError, type FailedSummary } from './run-failed-error.js';
import type { RunOptions } from './run-options.js';
import { stopSignal } from './stop-signal.js';
import { wordedForCode } from './worded-for-code.js';

/** A run that code asks for. */
export interface LibraryRun<Command extends PipelineCommand> {
  readonly command: Command;
  readonly options: RunOptions;
  /** The options that are flags of the command. */
  readonly flags: CommandPlans[Command]['flags'];
  readonly runner: Runner<CommandPlans[Command]['plan']>;
  /** Where data goes that is to go to a stream. Default: nowhere */
  readonly output?: NodeJS.WritableStream;
  /** Refuses a plan that code can't have. Default: none */
  readonly assertPlan?: (plan: CommandPlans[Command]['plan']) => void;
}

/**
 * Makes a run for a caller in the same process: it writes to no stream of the process and changes nothing of it.
 *
 * @returns How the run ended, if it ended well: with no rejects, or within the budget.
 * @throws RunFailedError when it did not; SluiceError USAGE, PIPELINE_INVALID before it has begun; whatever a listener
 *   throws.
 */
export async function perform<Command extends PipelineCommand>(asked: LibraryRun<Command>): Promise<RunSummary> {
  const { options, runner, output = nowhere() } = asked;
  const { cwd = process.cwd(), env = process.env, stdin, on = {} } = options;
  const resolved = await wording(() => resolve(asked, cwd, env));
  const { signal, abort, release } = stopSignal(options.signal);
  const failures: unknown[] = [];
  const relay = new EventRelay(on, signal, (error) => {
    failures.push(error);
    abort(error);
  });
  const streams = { stdin: stdin ?? Readable.from([]), stdout: output, stdoutName: 'The output', stderr: nowhere() };
  const io: Io = { ...streams, env, cwd, signal };
  let cause: SluiceError | null = null;
  try {
    const context = { ...contextOf(io, relay, options), onError: (error: SluiceError) => void (cause = error) };
    const summary = await resolved.run(runner, context);
    await relay.drained();
    if (failures.length > 0) throw failures[0];
    return goodSummary(summary, cause);
  } finally {
    release();
    // One that was still waited for when the run was stopped is nobody's source yet.
    stdin?.destroy();
  }
}

async function resolve<Command extends PipelineCommand>(
  { command, options, flags, assertPlan }: LibraryRun<Command>,
  cwd: string,
  env: NodeJS.ProcessEnv,
): Promise<ResolvedRun<CommandPlans[Command]['plan']>> {
  const { inputs = [], pipeline = null, stdin } = options;
  const resolved = await resolveRun({ command, inputs: [inputs].flat(), flags, pipeline, cwd, env });
  if (stdin === undefined && resolved.plan.reading.inputs.includes('-')) throw noStdin();
  assertPlan?.(resolved.plan);
  return resolved;
}

function contextOf(io: Io, relay: EventRelay, { on, rejectsDir }: RunOptions): RunContext {
  return {
    io,
    digest: new RejectDigest(),
    notice: (line) => relay.notice(line),
    startProgress: (totalBytes) => relay.startProgress(totalBytes),
    rejectFiles: rejectsDir !== null,
    ...(on?.reject === undefined && on?.restart === undefined ? {} : { rejectListener: relay }),
  };
}

function goodSummary(summary: RunSummary, cause: SluiceError | null): RunSummary {
  if (summary.error === null) return summary;
  const error = { ...summary.error, ...wordedForCode(summary.error) };
  throw new RunFailedError({ ...summary, error } satisfies FailedSummary, cause ?? undefined);
}

async function wording<Value>(work: () => Promise<Value>): Promise<Value> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof SluiceError)) throw error;
    const { message, hint } = wordedForCode(error);
    throw new SluiceError(error.code, message, { ...(hint === null ? {} : { hint }), cause: error });
  }
}

function noStdin(): SluiceError {
  return new SluiceError('USAGE', 'The input - stands for stdin, and none was given.', {
    hint: 'Pass a stream as stdin: the library does not read that of the process of its own accord.',
  });
}

/** What a command would print. */
function nowhere(): Writable {
  return new Writable({ write: (_chunk, _encoding, done) => done() });
}
