import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { resolveLoadPlan } from '../../../../src/config/load-plan.js';
import { SluiceError } from '../../../../src/errors/sluice-error.js';
import { RejectDigest } from '../../../../src/report/digest.js';
import type { RunSummary } from '../../../../src/report/summary.js';
import type { Attempt } from '../../../../src/run/retry/attempt.js';
import { repeatLoad } from '../../../../src/run/retry/repeat-load.js';
import type { RunContext } from '../../../../src/run/run-context.js';
import { rejectedRecord } from '../../../support/rejected.js';
import { tempFolder } from '../../../support/temp-folder.js';

const lost = new SluiceError('DATABASE_LOST', 'The connection broke.');
const blocked = new SluiceError('LANES_BLOCKED', 'They wait.');
const good = null;

function attemptEnding(failure: unknown, more: Partial<Attempt> = {}): Attempt {
  const error = failure instanceof SluiceError ? { code: failure.code, message: failure.message, hint: null } : null;
  const summary = { exitCode: failure === good ? 0 : 6, error, rejectFiles: [] } as unknown as RunSummary;
  return { summary, failure, isRepeatable: true, ...more };
}

/** A load whose attempts end so. */
function loadEnding(attempts: readonly Attempt[], flags: Record<string, string> = {}, cwd = '.') {
  const abort = new AbortController();
  const notices: string[] = [];
  const digest = new RejectDigest();
  const context = {
    io: { signal: abort.signal, cwd },
    notice: (line: string) => void notices.push(line),
    digest,
  } as unknown as RunContext;
  const left = [...attempts];
  const attempt = vi.fn(async () => left.shift() ?? attemptEnding(lost));
  const probe = vi.fn(() => Promise.resolve());
  const plan = resolveLoadPlan(['a.csv'], flags);
  return { run: () => repeatLoad({ plan, context, attempt, probe }), attempt, probe, notices, digest, abort };
}

test('a load that succeeds, or fails for good, is tried once', async () => {
  for (const failure of [good, new SluiceError('TOO_MANY_REJECTS', 'no'), new SluiceError('OUTCOME_UNKNOWN', 'no')]) {
    const { run, attempt, notices } = loadEnding([attemptEnding(failure)]);
    await run();
    expect([attempt.mock.calls.length, notices]).toEqual([1, []]);
  }
});

describe('after a fault that passes', () => {
  test('it is begun again, once the database has answered, and each attempt is told with its reason', async () => {
    const { run, attempt, probe, notices } = loadEnding([
      attemptEnding(lost),
      attemptEnding(lost),
      attemptEnding(good),
    ]);
    expect(await run()).toMatchObject({ exitCode: 0 });
    expect([attempt.mock.calls.length, probe.mock.calls.length]).toEqual([3, 2]);
    expect(notices).toEqual([
      expect.stringMatching(/^The connection broke\. Trying again in \d\.\d s \(1 of 5\)\.$/),
      expect.stringMatching(/^The connection broke\. Trying again in \d\.\d s \(2 of 5\)\.$/),
    ]);
  });

  test('not if an input can be read only once', async () => {
    const { run, attempt } = loadEnding([attemptEnding(lost, { isRepeatable: false })]);
    expect(await run()).toMatchObject({ exitCode: 6 });
    expect(attempt).toHaveBeenCalledOnce();
  });

  test('no more often than --retries', async () => {
    const { run, attempt } = loadEnding([], { retries: '2' });
    expect(await run()).toMatchObject({ exitCode: 6 });
    expect(attempt).toHaveBeenCalledTimes(3);
  });

  test('no later than --retry-timeout', async () => {
    const { run, attempt } = loadEnding([], { retryTimeout: '0' });
    await run();
    expect(attempt).toHaveBeenCalledOnce();
  });

  test('a database that does not answer counts as an attempt; the load is not begun', async () => {
    const { run, attempt, probe, notices } = loadEnding([attemptEnding(lost)], { retries: '2' });
    probe.mockRejectedValue(new Error('refused'));
    expect(await run()).toMatchObject({ error: { code: 'DATABASE_LOST' } });
    expect([attempt.mock.calls.length, probe.mock.calls.length]).toEqual([1, expect.any(Number)]);
    expect(notices).toHaveLength(2);
  });

  test('what the failed attempt had rejected is forgotten', async () => {
    const folder = await tempFolder();
    await writeFile(join(folder, 'a.rejects.csv'), 'x');
    const failed = attemptEnding(lost);
    const summary = { ...failed.summary, rejectFiles: ['a.rejects.csv'] };
    const { run, digest } = loadEnding([{ ...failed, summary }, attemptEnding(good)], {}, folder);
    digest.add(rejectedRecord(2));
    await run();
    expect([digest.render(), digest.firstLines()]).toEqual(['', []]);
    await expect(writeFile(join(folder, 'a.rejects.csv'), 'x', { flag: 'wx' })).resolves.toBe(undefined);
  });

  test('an interrupt ends the wait, and the attempt after it says so', async () => {
    const { run, attempt, abort } = loadEnding([attemptEnding(lost), attemptEnding(good)]);
    const running = run();
    await vi.waitFor(() => expect(attempt).toHaveBeenCalled());
    abort.abort();
    await running;
    expect(attempt).toHaveBeenCalledTimes(2);
  });
});

describe('lanes that wait for each other', () => {
  test('are made one', async () => {
    const { run, attempt, notices } = loadEnding([attemptEnding(blocked), attemptEnding(good)]);
    expect(await run()).toMatchObject({ exitCode: 0 });
    expect(attempt.mock.calls).toMatchObject([[{ reading: { jobs: null } }], [{ reading: { jobs: 1 } }]]);
    expect(notices).toEqual(['They wait. Starting again with one connection.']);
  });

  test('end the load if an input can be read only once', async () => {
    const { run } = loadEnding([attemptEnding(blocked, { isRepeatable: false })]);
    expect(await run()).toMatchObject({ error: { code: 'LANES_BLOCKED' } });
  });
});
