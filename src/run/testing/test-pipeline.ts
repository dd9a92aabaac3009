import { readTests } from '../../config/pipeline/read-tests.js';
import { resolvePipeline } from '../../config/pipeline/resolve-pipeline.js';
import { catalogue, ExitCode } from '../../errors/catalogue.js';
import { SluiceError } from '../../errors/sluice-error.js';
import type { ExampleReport, TestReport } from '../../report/tests/test-report.js';
import type { Io } from '../io.js';
import { differencesOf } from './differences.js';
import { runExample, type ExampleOutcome } from './run-example.js';

/**
 * Runs the examples of pipeline files, one after another.
 *
 * @param files - As typed; at least one.
 * @throws SluiceError PIPELINE_INVALID and others for what is wrong with a file itself or its expressions; the
 * signal's reason when the run is interrupted.
 */
export async function testPipelines(files: readonly string[], io: Io): Promise<TestReport> {
  const examples: ExampleReport[] = [];
  for (const file of files) examples.push(...(await testFile(file, io)));
  const passed = examples.filter(({ ok }) => ok).length;
  return { passed, failed: examples.length - passed, examples };
}

async function testFile(name: string, io: Io): Promise<ExampleReport[]> {
  const { cwd, env } = io;
  const request = { command: 'convert', inputs: ['-'], flags: { to: 'csv' }, pipeline: name, cwd, env } as const;
  const { plan, file, tell } = await resolvePipeline(request);
  const reports: ExampleReport[] = [];
  for (const test of file === null ? [] : readTests(file)) {
    const outcome = await runExample(plan, test, io);
    const told = { ...outcome, error: outcome.error === null ? null : tell(outcome.error) };
    io.signal.throwIfAborted();
    assertOfExample(told);
    const differences = differencesOf(test, told);
    reports.push({ file: name, name: test.name, place: test.place, ok: differences.length === 0, differences });
  }
  return reports;
}

/** An input that can't be read is the example's fault; everything else is the file's, or ours. */
function assertOfExample({ error }: Pick<ExampleOutcome, 'error'>): void {
  if (error === null || ofInputs.has(error.code) || catalogue[error.code].exitCode === ExitCode.source) return;
  throw new SluiceError(error.code, error.message, error.hint === null ? {} : { hint: error.hint });
}

const ofInputs = new Set<string>([
  'COLUMN_MISMATCH',
  'DIALECT_AMBIGUOUS',
  'HEADER_INVALID',
  'SELECT_NOT_FOUND',
  'TOO_MANY_KEYS',
]);
