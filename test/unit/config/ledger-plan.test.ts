import { describe, expect, test } from 'vitest';
import { resolveLoadPlan, type LoadFlags } from '../../../src/config/load-plan.js';

const ledgerOf = (flags: LoadFlags) => resolveLoadPlan(['a.csv'], flags).ledger;

describe('what is asked of the ledger', () => {
  test('--resumable passes over what is in, too: both flags are one', () => {
    expect(ledgerOf({ resumable: true, once: true }).use).toBe('resumable');
    expect(ledgerOf({ once: true }).use).toBe('once');
  });

  test('the other flags', () => {
    expect(ledgerOf({ once: true, again: true, fingerprint: 'sha256', ifRunning: 'stop' })).toEqual({
      use: 'once',
      again: true,
      fingerprint: 'sha256',
      ifRunning: 'stop',
    });
  });
});

describe('flags that do not go together', () => {
  test.each<[LoadFlags, RegExp]>([
    [{ again: true }, /^--again means nothing without --resumable or --once/],
    [{ fingerprint: 'quick' }, /^--fingerprint means nothing/],
    [{ ifRunning: 'wait' }, /^--if-running means nothing/],
    [{ resumable: true, mode: 'replace' }, /^--mode replace is for one transaction/],
    [{ resumable: true, mode: 'upsert', key: ['id'] }, /^--mode upsert is for one transaction/],
    [{ resumable: true, before: ['select 1'] }, /^--before is for one transaction/],
    [{ resumable: true, after: ['select 1'] }, /^--after is for one transaction/],
    [{ resumable: true, dryRun: true }, /^--dry-run is for one transaction/],
    [{ once: true, mode: 'replace' }, /^--once goes by what was loaded before/],
    [{ once: true, fingerprint: 'md5' as 'quick' }, /--fingerprint: takes quick or sha256/],
    [{ once: true, ifRunning: 'go' as 'wait' }, /--if-running: takes wait or stop/],
  ])('%j', (flags, message) => {
    expect(() => ledgerOf(flags)).toThrow(
      expect.objectContaining({ code: 'USAGE', message: expect.stringMatching(message) as string }),
    );
  });
});
