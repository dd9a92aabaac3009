import { describe, expect, test, vi } from 'vitest';
import { SluiceError } from '../../../src/errors/sluice-error.js';
import { assertAccounted, assertRunAccounted } from '../../../src/run/accounting.js';
import { Interrupt } from '../../../src/run/interrupt.js';
import { Releasers } from '../../../src/run/releasers.js';
import { RunAccount, type SourceAccount } from '../../../src/run/run-account.js';
import { MAX_REJECTS_OVER_BUDGET, RunRejects } from '../../../src/run/run-rejects.js';
import type { RejectBudget } from '../../../src/config/flag-values.js';
import { unchanged } from '../../support/unchanged.js';
import { rejectedRecord } from '../../support/rejected.js';

describe('assertAccounted', () => {
  const balanced = { read: 10, expanded: 0, loaded: 4, rejected: 3, filtered: 2, skipped: 1 };

  test('passes what adds up', () => expect(() => assertAccounted(balanced)).not.toThrow());

  test.each(['read', 'expanded', 'loaded', 'rejected', 'filtered', 'skipped'] as const)(
    'one %s more does not add up',
    (which) => {
      expect(() => assertAccounted({ ...balanced, [which]: balanced[which] + 1 })).toThrow(
        expect.objectContaining({ code: 'COUNT_MISMATCH', exitCode: 1 }),
      );
    },
  );
});

describe('assertRunAccounted', () => {
  const source = (over: Partial<SourceAccount> = {}): SourceAccount => {
    return { name: 'x', bytes: 9, read: 5, rejected: 2, sent: 3, repaired: 0, ...unchanged, ...over };
  };
  const account = (acknowledged: number, ...sources: readonly SourceAccount[]): RunAccount => {
    return Object.assign(new RunAccount('load', false), { acknowledged, sources });
  };

  test('passes what adds up, in each source and in all', () => {
    const sums = account(5, source(), source({ read: 2, rejected: 0, sent: 2 }));
    expect([sums.bytes, sums.read, sums.rejected]).toEqual([18, 7, 2]);
    expect(() => assertRunAccounted(sums)).not.toThrow();
  });

  test('filtered and expanded records count', () => {
    const sums = account(9, source({ filtered: 1, expanded: 7, sent: 9 }));
    expect(() => assertRunAccounted(sums)).not.toThrow();
    expect([sums.filtered, sums.expanded]).toEqual([1, 7]);
  });

  test.each([
    ['a record of a source is missing', account(3, source({ sent: 2 }))],
    ['two sources hide what is wrong with each', account(6, source({ sent: 4 }), source({ sent: 2 }))],
    ['Postgres has acknowledged fewer rows than were sent', account(2, source())],
    ['Postgres has acknowledged more', account(4, source())],
  ])('%s', (_, wrong) => {
    expect(() => assertRunAccounted(wrong)).toThrow(expect.objectContaining({ code: 'COUNT_MISMATCH' }));
  });
});

describe('Releasers', () => {
  test('lets go of all, last first, and keeps the first failure', async () => {
    const order: string[] = [];
    const releasers = new Releasers();
    for (const name of ['a', 'b', 'c']) {
      releasers.defer(async () => {
        order.push(name);
        if (name !== 'c') throw new Error(name);
      });
    }
    expect(await releasers.releaseAll()).toEqual({ error: new Error('b') });
    expect(order).toEqual(['c', 'b', 'a']);
    expect(await releasers.releaseAll()).toBe(null);
    expect(order).toHaveLength(3);
  });
});

describe('RunRejects', () => {
  function make(budget: RejectBudget): { rejects: RunRejects; over: ReturnType<typeof vi.fn>; seen: number[] } {
    const over = vi.fn();
    const seen: number[] = [];
    const listeners = [{ add: () => seen.push(1) }, { add: () => seen.push(2) }];
    const rejects = new RunRejects({ budget, listeners, drained: () => Promise.resolve() });
    rejects.onOverBudget(over);
    return { rejects, over, seen };
  }
  const add = (rejects: RunRejects, count: number): void => {
    for (let line = 0; line < count; line++) rejects.add(rejectedRecord(line));
  };

  test('a count: told once, at the first over it', () => {
    const { rejects, over, seen } = make({ kind: 'count', limit: 2 });
    add(rejects, 2);
    expect([over.mock.calls.length, rejects.exceeds(2), rejects.enough]).toEqual([0, false, false]);
    add(rejects, 2);
    expect([over.mock.calls.length, rejects.exceeds(4), rejects.enough]).toEqual([1, true, false]);
    expect(seen).toEqual([1, 2, 1, 2, 1, 2, 1, 2]);
    add(rejects, MAX_REJECTS_OVER_BUDGET);
    expect([over.mock.calls.length, rejects.enough]).toEqual([1, true]);
  });

  test('a count over the limit of what is shown: enough only when it is spent', () => {
    const { rejects } = make({ kind: 'count', limit: MAX_REJECTS_OVER_BUDGET + 5 });
    add(rejects, MAX_REJECTS_OVER_BUDGET + 5);
    expect(rejects.enough).toBe(false);
    add(rejects, 1);
    expect(rejects.enough).toBe(true);
  });

  test('a share: judged against what was read, never early', () => {
    const { rejects, over } = make({ kind: 'percent', limit: 2.5 });
    add(rejects, 25);
    expect([rejects.exceeds(1000), rejects.exceeds(999), rejects.enough]).toEqual([false, true, false]);
    add(rejects, MAX_REJECTS_OVER_BUDGET);
    expect([over.mock.calls.length, rejects.enough]).toEqual([0, false]);
  });

  test('are counted for each source, by the source itself and not its name', () => {
    const { rejects } = make({ kind: 'count', limit: 0 });
    const places = ['x.csv', 'x.csv', 'y.csv'].map((name) => ({ ...rejectedRecord(2).place, source: { name } }));
    for (const index of [0, 1, 1]) rejects.add({ ...rejectedRecord(2), place: places[index] });
    expect([rejects.records, ...places.map(({ source }) => rejects.recordsOf(source))]).toEqual([3, 1, 2, 0]);
  });

  test('over a budget with nobody to tell', () => {
    const rejects = new RunRejects({
      budget: { kind: 'count', limit: 0 },
      listeners: [],
      drained: () => Promise.resolve(),
    });
    expect(() => add(rejects, 2)).not.toThrow();
  });

  test('a share of nothing', () => {
    expect(make({ kind: 'percent', limit: 0 }).rejects.exceeds(0)).toBe(false);
  });
});

describe('Interrupt', () => {
  const reason = new SluiceError('INTERRUPTED', 'Interrupted.');
  const failure = new Error('the consequence');

  test('stops what was begun before it and after it, and is the cause of what then fails', () => {
    const abort = new AbortController();
    const interrupt = new Interrupt(abort.signal);
    const [before, after] = [vi.fn(), vi.fn()];
    interrupt.onInterrupt(before);
    expect(interrupt.causeOf(failure)).toBe(failure);
    abort.abort(reason);
    interrupt.onInterrupt(after);
    expect([before.mock.calls.length, after.mock.calls.length]).toEqual([1, 1]);
    expect(interrupt.causeOf(failure)).toBe(reason);
    expect(() => interrupt.close()).toThrow(reason);
  });

  test('comes too late once it is closed', () => {
    const abort = new AbortController();
    const interrupt = new Interrupt(abort.signal);
    const stop = vi.fn();
    interrupt.onInterrupt(stop);
    interrupt.close();
    abort.abort(reason);
    expect(stop).not.toHaveBeenCalled();
    expect(interrupt.causeOf(failure)).toBe(failure);
  });
});
