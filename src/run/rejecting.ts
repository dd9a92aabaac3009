import { relative, resolve } from 'node:path';
import { SluiceError } from '../errors/sluice-error.js';
import { assertWritable } from '../sinks/rejects/assert-writable.js';
import { rejectPaths, type RejectPaths } from '../sinks/rejects/reject-paths.js';
import type { RejectSink } from '../batch/faults.js';
import type { SourceRef } from '../batch/place.js';
import type { RecordSource } from './reading/record-source.js';
import { RejectOutputs } from './reject-outputs.js';
import type { Run } from './run.js';
import type { RunAccount } from './run-account.js';
import { RunRejects } from './run-rejects.js';

/** Where the rejects of a run go, and how they end. */
export interface Rejecting {
  readonly rejects: RunRejects;
  /**
   * Writes out the reject files and judges them.
   *
   * @throws SluiceError TOO_MANY_REJECTS when there are more than the budget allows; OUTPUT_FAILED.
   */
  settle(): Promise<void>;
  /** Where the rejects of a source go: absolute paths. */
  pathsOf(source: SourceRef): RejectPaths;
  /** As `RejectOutputs`: for a run that goes on where another ended. */
  readonly files: Pick<RejectOutputs, 'continue' | 'setAside' | 'synced'>;
}

/**
 * Makes ready for rejects.
 *
 * @throws SluiceError USAGE when reject files could not be written.
 */
export async function openRejecting(run: Run, inputs: readonly RecordSource[]): Promise<Rejecting> {
  const { plan, context, releasers, account } = run;
  const folder = resolve(context.io.cwd, plan.rejects.folder);
  const files = rejectFilesOf(folder, inputs);
  const hasFiles = context.rejectFiles !== false;
  if (hasFiles) await assertWritable(folder, files);
  const outputs = new RejectOutputs(files);
  const keep = async (): Promise<void> => {
    account.rejectFiles = (await outputs.close()).map((path) => relative(context.io.cwd, path));
  };
  releasers.defer(keep);
  const listener = context.rejectListener;
  const rejects = new RunRejects({
    budget: plan.rejects.budget,
    listeners: [...(hasFiles ? [outputs] : []), context.digest, ...(listener === undefined ? [] : [listener])],
    drained: listener === undefined ? () => outputs.drained() : () => allDrained([outputs, listener]),
  });
  const settle = async (): Promise<void> => {
    await keep();
    await listener?.drained();
    if (rejects.exceeds(account.read)) throw tooManyRejects(run);
  };
  const paths = new Map(files.map((file) => [file.source, file.paths]));
  const pathsOf = (source: SourceRef): RejectPaths => paths.get(source) ?? unknownSource();
  return { rejects, settle, pathsOf, files: outputs };
}

async function allDrained(sinks: readonly Pick<RejectSink, 'drained'>[]): Promise<void> {
  for (const sink of sinks) await sink.drained();
}

function rejectFilesOf(folder: string, inputs: readonly RecordSource[]) {
  const extensions = { csv: 'csv', ndjson: 'ndjson', json: 'json' };
  const sources = inputs.map(({ source, format }) => ({ source: source.ref, extension: extensions[format] }));
  const paths = rejectPaths(folder, sources);
  return inputs.map(({ source, header, encoding }, index) => ({
    source: source.ref,
    // A mark wins over --encoding, so that the same command reads the mended file.
    header: encoding === 'utf-8' ? header : Buffer.concat([BYTE_ORDER_MARK, header ?? NOTHING]),
    paths: paths[index],
  }));
}

function unknownSource(): never {
  throw new Error('Rejects of a source were asked for that is not of this run.');
}

const BYTE_ORDER_MARK = Buffer.from('\ufeff');
const NOTHING = Buffer.alloc(0);

function tooManyRejects({ plan, account }: Run): SluiceError {
  const { budget } = plan.rejects;
  const { settledBefore } = account;
  const [rejected, read] = [account.rejected + settledBefore.rejected, account.read + settledBefore.records];
  const allowed = budget.kind === 'count' ? `${budget.limit}` : `${budget.limit}%`;
  const message = `${rejected} of ${read} records were rejected, and --max-errors allows ${allowed}${endOf(account)}.`;
  return new SluiceError('TOO_MANY_REJECTS', message, {
    hint: 'Correct the rejected records, or allow for them with --max-errors N or N%.',
  });
}

function endOf({ command, ledgerRun }: RunAccount): string {
  if (command !== 'load') return '';
  return ledgerRun === null ? ': nothing was loaded' : ': what was committed before stays';
}
