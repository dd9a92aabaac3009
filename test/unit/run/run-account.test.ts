import { describe, expect, test } from 'vitest';
import { SluiceError } from '../../../src/errors/sluice-error.js';
import { RejectDigest } from '../../../src/report/digest.js';
import type { RunSummary } from '../../../src/report/summary.js';
import { RunAccount } from '../../../src/run/run-account.js';
import { unchanged } from '../../support/unchanged.js';

interface End {
  readonly command?: RunSummary['command'];
  readonly isTrial?: boolean;
  readonly committed?: boolean;
  readonly countsSent?: boolean;
  readonly rejected?: number;
  /** Rows of the second source. */
  readonly skipped?: number;
  readonly code?: SluiceError['code'];
}

/** The summary of a run of two sources, of which the second has the rejects. */
function summaryOf(end: End): RunSummary {
  const { command = 'load', isTrial = false, committed = false, countsSent = false, rejected = 0, code } = end;
  const { skipped = 0 } = end;
  const account = new RunAccount(command, isTrial);
  account.countsSent = countsSent;
  account.sources = [
    { name: 'a.csv', bytes: 10, read: 4, rejected: 0, sent: 4, repaired: 1, ...unchanged },
    { name: 'b.csv', bytes: 20, read: 6, rejected, sent: 6 - rejected, repaired: 2, ...unchanged },
  ];
  account.acknowledged = 10 - rejected - skipped;
  account.skippedBySource = [0, skipped];
  account.committed = committed;
  account.error = code === undefined ? null : new SluiceError(code, 'It failed.');
  return account.summary(new RejectDigest());
}

describe('how a run ended', () => {
  test.each<[End, RunSummary['outcome'], number]>([
    [{ committed: true }, 'loaded', 0],
    [{ committed: true, rejected: 2 }, 'loaded_with_rejects', 3],
    [{ isTrial: true }, 'dry_run', 0],
    [{ isTrial: true, rejected: 2 }, 'dry_run', 3],
    [{ command: 'validate', isTrial: true }, 'valid', 0],
    [{ command: 'validate', isTrial: true, rejected: 2 }, 'valid_with_rejects', 3],
    [{ command: 'convert', committed: true }, 'converted', 0],
    [{ command: 'convert', committed: true, rejected: 2 }, 'converted_with_rejects', 3],
    [{ rejected: 2, code: 'TOO_MANY_REJECTS' }, 'too_many_rejects', 4],
    [{ command: 'validate', isTrial: true, rejected: 2, code: 'TOO_MANY_REJECTS' }, 'too_many_rejects', 4],
    [{ code: 'DATABASE_LOST' }, 'failed', 6],
    [{ command: 'convert', code: 'OUTPUT_FAILED' }, 'failed', 1],
    [{ command: 'convert', countsSent: true, code: 'OUTPUT_FAILED' }, 'failed', 1],
    [{ code: 'INTERRUPTED' }, 'interrupted', 130],
    [{ code: 'TERMINATED' }, 'interrupted', 143],
  ])('%j: %s', (end, outcome, exitCode) => {
    const summary = summaryOf(end);
    expect([summary.outcome, summary.exitCode]).toEqual([outcome, exitCode]);
    const { read, loaded, rejected, rolledBack } = summary.counts;
    expect(loaded + rejected + rolledBack).toBe(read);
    expect(loaded).toBe(end.code === undefined || end.countsSent ? 10 - rejected : 0);
  });

  test.each<End>([
    { committed: true, rejected: 2 },
    { committed: true, rejected: 1, skipped: 3 },
    { isTrial: true },
    { code: 'DATABASE_LOST', rejected: 1, skipped: 2 },
  ])('%j: the sources add up to the whole', (end) => {
    const { sources, counts, repairedValues } = summaryOf(end);
    const sum = (key: 'records' | 'loaded' | 'rejected' | 'skipped'): number =>
      sources.reduce((total, source) => total + source[key], 0);
    expect([sum('records'), sum('loaded')]).toEqual([counts.read, counts.loaded]);
    expect([sum('rejected'), sum('skipped')]).toEqual([counts.rejected, counts.skipped]);
    expect(counts.loaded + counts.rejected + counts.skipped + counts.rolledBack).toBe(counts.read);
    expect(repairedValues).toBe(3);
  });

  test('before it had a source', () => {
    const summary = new RunAccount('load', false).summary(new RejectDigest());
    expect(summary).toMatchObject({ sources: [], table: null, counts: { read: 0, loaded: 0, rolledBack: 0 } });
    expect(Number.isFinite(summary.rowsPerSecond)).toBe(true);
  });
});

describe('a resumable run', () => {
  test('counts what was committed after reading had ended: it was on its way', () => {
    const account = new RunAccount('load', false);
    account.ledgerRun = 1;
    account.error = new SluiceError('INTERRUPTED', 'Interrupted.');
    account.sources = [{ name: 'a.csv', bytes: 10, read: 10, rejected: 1, sent: 9, repaired: 0, ...unchanged }];
    account.takeStock = () => {
      account.sources = [{ name: 'a.csv', bytes: 10, read: 10, rejected: 3, sent: 7, repaired: 0, ...unchanged }];
    };
    account.acknowledged = 5;
    const { counts, outcome } = account.summary(new RejectDigest());
    expect([outcome, counts]).toEqual([
      'interrupted',
      { read: 10, expanded: 0, loaded: 5, rejected: 3, filtered: 0, skipped: 0, rolledBack: 2 },
    ]);
  });

  test('of which earlier runs have rejected records ends with 3, and says what was settled before', () => {
    const account = new RunAccount('load', false);
    account.ledgerRun = 2;
    account.addSettled({ records: 5, loaded: 4, rejected: 1 });
    account.addSettled({ records: 2, loaded: 2, rejected: 0 });
    const summary = account.summary(new RejectDigest());
    expect([summary.exitCode, summary.outcome]).toEqual([3, 'loaded_with_rejects']);
    expect(summary.settledBefore).toEqual({ records: 7, loaded: 6, rejected: 1 });
  });
});
