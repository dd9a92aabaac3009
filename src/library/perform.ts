import { Readable, Writable } from 'node:stream';
import { SluiceError } from '../errors/sluice-error.js';
import { RejectDigest } from '../report/digest.js';
import type { RunSummary } from '../report/summary.js';
import type { Io } from '../run/io.js';
import type { RunContext } from '../run/run-context.js';
import { EventRelay } from './event-relay.js';
import type { ResolvedRun } from './resolved-run.js';
import { RunFailedError, type FailedSummary } from './run-failed-error.js';
import type { RunOptions } from './run-options.js';
import { stopSignal } from './stop-signal.js';
import { wordedForCode } from './worded-for-code.js';

/** What a run is resolved from, besides its flags. */
export interface Surroundings {
  readonly inputs: readonly string[];
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
}

/** How a run of the library is made. */
export interface Performance {
  readonly options: RunOptions;
  /** Settles what the run goes by. */
  readonly resolve: (surroundings: Surroundings) => ResolvedRun | Promise<ResolvedRun>;
  /** Where data goes that is to go to a stream. Default: nowhere */
  readonly output?: NodeJS.WritableStream;
}

/**
 * Makes a run for a caller in the same process: it writes to no stream of the process and changes nothing of it.
 *
 * @returns How the run ended, if it ended well: with no rejects, or within the budget.
 * @throws RunFailedError when it did not; SluiceError USAGE, PIPELINE_INVALID before it has begun; whatever a listener
 *   throws.
 */
export async function perform({ options, resolve, output = nowhere() }: Performance): Promise<RunSummary> {
  const { cwd = process.cwd(), env = process.env, stdin, on = {} } = options;
  const run = await wording(async () => resolve({ inputs: [options.inputs ?? []].flat(), cwd, env }));
  if (stdin === undefined && run.plan.reading.inputs.includes('-')) throw noStdin();
  const { signal, abort, release } = stopSignal(options.signal);
  const failures: unknown[] = [];
  const relay = new EventRelay(on, signal, (error) => {
    failures.push(error);
    abort(error);
  });
  const io: Io = { stdin: stdin ?? Readable.from([]), stdout: output, stderr: nowhere(), env, cwd, signal };
  let cause: SluiceError | null = null;
  try {
    const context = { ...contextOf(io, relay, options), onError: (error: SluiceError) => void (cause = error) };
    const summary = await run.make(context);
    await relay.drained();
    if (failures.length > 0) throw failures[0];
    return goodSummary(summary, cause);
  } finally {
    release();
    // One that was still waited for when the run was stopped is nobody's source yet.
    stdin?.destroy();
  }
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
