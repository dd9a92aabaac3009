import { describe, expect, test } from 'vitest';
import { resolveLoadPlan, type LoadFlags } from '../../../src/config/load-plan.js';
import type { WritePlan } from '../../../src/config/write-plan.js';

const plan = (flags: LoadFlags): WritePlan => resolveLoadPlan(['x.csv'], flags).write;

describe('the plan of writing', () => {
  test('keeps keys as they were typed: a name may hold a comma', () => {
    const { mode, key } = plan({ mode: 'upsert', key: ['a,b', 'c'] });
    expect([mode, key]).toEqual(['upsert', ['a,b', 'c']]);
  });

  test('keeps SQL in its order', () => {
    const { before, after } = plan({ before: ['select 1', 'select 2'], after: ['select 3'] });
    expect([before, after]).toEqual([['select 1', 'select 2'], ['select 3']]);
  });

  test('reads names as SQL does, and durations with a unit', () => {
    const { settings } = plan({
      setRole: 'Loader',
      searchPath: '"Other One", Public',
      statementTimeout: '500',
      lockTimeout: '1.5 min',
    });
    expect(settings).toEqual({
      role: 'loader',
      searchPath: ['Other One', 'public'],
      statementTimeout: '500ms',
      lockTimeout: '1.5min',
      readCommitted: false,
    });
  });

  test.each<[string, LoadFlags, string]>([
    ['upsert without a key', { mode: 'upsert' }, '--mode upsert needs to know which columns'],
    ['a key with append', { key: ['a'] }, '--key means nothing with --mode append'],
    ['a key with replace', { mode: 'replace', key: ['a'] }, '--key means nothing with --mode replace'],
    ['a report with append', { reportConflicts: 'x' }, '--report-conflicts means nothing with --mode append'],
    ['no mode', { mode: 'merge' as 'upsert' }, '--mode: takes append, replace, upsert or ignore'],
    ['no SQL', { before: [' '] }, '--before: takes SQL'],
    ['two roles', { setRole: 'a,b' }, '--set-role: takes one name'],
    ['no schemas', { searchPath: 'a,,b' }, '--search-path: takes names'],
    ['no duration', { lockTimeout: '5 minutes' }, '--lock-timeout: takes milliseconds'],
    ['SQL for a duration', { statementTimeout: "1'; drop" }, '--statement-timeout: takes milliseconds'],
  ])('refuses %s', (_, flags, message) => {
    expect(() => plan(flags)).toThrow(
      expect.objectContaining({ code: 'USAGE', message: expect.stringContaining(message) as string }),
    );
  });
});
