import { describe, expect, test } from 'vitest';

import { renderSummary, summaryJson, type RunSummary } from '../../../src/report/summary.js';

const loaded: RunSummary = {
  command: 'load',
  outcome: 'loaded',
  exitCode: 0,
  table: 'public.orders',
  tableCreated: false,
  mode: 'append',
  database: 'localhost:5432/shop as me',
  sources: [
    {
      name: 'orders.csv',
      bytes: 272_000_000,
      records: 2_000_000,
      expanded: 0,
      loaded: 2_000_000,
      rejected: 0,
      filtered: 0,
      skipped: 0,
    },
  ],
  counts: { read: 2_000_000, expanded: 0, loaded: 2_000_000, rejected: 0, filtered: 0, skipped: 0, rolledBack: 0 },
  repairedValues: 0,
  replacedValues: {},
  faults: [],
  seconds: 1.91234,
  rowsPerSecond: 1_045_837.12,
  megabytesPerSecond: 142.236,
  peakMemoryBytes: 88_400_000,
  rejectFiles: [],
  conflictsFile: null,
  stoppedEarly: false,
  limitReached: false,
  ledgerRun: null,
  settledBefore: { records: 0, loaded: 0, rejected: 0 },
  loadedBefore: [],
  error: null,
};

function linesOf(change: Partial<RunSummary>): string[] {
  return renderSummary({ ...loaded, ...change }).split('\n');
}

describe('renderSummary', () => {
  test('is short and aligned', () => {
    expect(linesOf({ tableCreated: true })).toEqual([
      'loaded 2,000,000 rows into public.orders (new table)',
      '  read      2,000,000',
      '  loaded    2,000,000',
      '  rejected          0',
      '  time      1.9 s, 1,045,837 rows/s, 142 MB/s',
      '  memory    88.4 MB at most',
      '  database  localhost:5432/shop as me',
    ]);
  });

  test('names the reject files and says what to do with them', () => {
    const counts = { ...loaded.counts, loaded: 1_999_990, rejected: 10 };
    const rejectFiles = ['orders.rejects.csv', 'orders.rejects.ndjson'];
    const lines = linesOf({ outcome: 'loaded_with_rejects', counts, rejectFiles });
    expect(lines).toContain('  written   orders.rejects.csv');
    expect(lines).toContain('  written   orders.rejects.ndjson');
    expect(lines.at(-1)).toBe('next: mend orders.rejects.csv and load it into the same table');
  });

  test('says how many records were made of others, and how many values were replaced', () => {
    const counts = { ...loaded.counts, expanded: 7 };
    const text = linesOf({ counts, replacedValues: { amount: 3, note: 1 } }).join('\n');
    expect(text).toMatch(/^ {2}made of these +7$/m);
    expect(text).toMatch(/^ {2}replaced in amount +3$/m);
    expect(text).toMatch(/^ {2}replaced in note +1$/m);
  });

  test('says how many values were repaired', () => {
    expect(linesOf({ repairedValues: 1_234 })).toContain('  repaired values      1,234');
  });

  test('shows filtered, skipped and rolled back only where there are some, and an early stop', () => {
    const counts = { read: 1_100, expanded: 0, loaded: 0, rejected: 1_000, filtered: 1, skipped: 2, rolledBack: 97 };
    const lines = linesOf({ outcome: 'too_many_rejects', counts, stoppedEarly: true });
    expect(lines.slice(0, 7)).toEqual([
      'too many rejects, rolled back: nothing was loaded',
      '  read (stopped early)  1,100',
      '  loaded                    0',
      '  rejected              1,000',
      '  filtered                  1',
      '  skipped                   2',
      '  rolled back              97',
    ]);
    expect(lines.at(-1)).toContain('--max-errors');
  });

  test('says why rows were skipped, and where they are listed', () => {
    const counts = { ...loaded.counts, loaded: 1_999_998, skipped: 2 };
    const lines = linesOf({ mode: 'upsert', counts, conflictsFile: 'conflicts.ndjson' });
    expect(lines).toContain('  skipped (same key)          2');
    expect(lines.at(-1)).toMatch(/^ {2}written +conflicts\.ndjson$/);
  });

  test('a table that was emptied first', () => {
    expect(linesOf({ mode: 'replace' })[0]).toBe('loaded 2,000,000 rows into public.orders in place of what was there');
  });

  test.each([
    ['dry_run', 2, 'dry run: 2 rows would be loaded into public.orders; nothing was changed'],
    ['failed', 0, 'failed, rolled back: nothing was loaded'],
    ['failed', 1, 'failed, with 1 row loaded'],
    ['interrupted', 0, 'interrupted, rolled back: nothing was loaded'],
  ] as const)('%s with %d rows', (outcome, count, headline) => {
    expect(linesOf({ outcome, counts: { ...loaded.counts, loaded: count } })[0]).toBe(headline);
  });

  test.each([
    ['validate', 'valid', 2, 'checked 2 records: all are good for public.orders'],
    ['validate', 'valid', 1, 'checked 1 record: all are good for public.orders'],
    ['validate', 'valid_with_rejects', 2, 'checked 3 records: 2 are good for public.orders'],
    ['validate', 'too_many_rejects', 0, 'too many rejects'],
    ['validate', 'failed', 0, 'failed'],
    ['convert', 'converted', 2, 'converted 2 records'],
    ['convert', 'converted_with_rejects', 2, 'converted 2 records'],
    ['convert', 'too_many_rejects', 0, 'too many rejects: nothing was written'],
    ['convert', 'interrupted', 0, 'interrupted: nothing was written'],
  ] as const)('%s, %s with %d', (command, outcome, good, headline) => {
    const rejected = outcome.endsWith('_with_rejects') ? 1 : 0;
    const lines = linesOf({
      command,
      outcome,
      counts: { ...loaded.counts, read: good + rejected, loaded: good, rejected },
    });
    expect(lines[0]).toBe(headline);
    expect(lines.at(-1)).toMatch(/^ {2}database/);
  });

  test.each([
    ['validate', /^ {2}good +2,000,000$/],
    ['convert', /^ {2}converted +2,000,000$/],
  ] as const)('%s has its own word for what went through', (command, line) => {
    expect(linesOf({ command }).filter((one) => line.test(one))).toHaveLength(1);
  });

  test('a validation without a table or a database', () => {
    const lines = linesOf({ command: 'validate', outcome: 'valid', table: null, database: '' });
    expect(lines[0]).toBe('checked 2,000,000 records: all are good');
    expect(lines.at(-1)).toMatch(/^ {2}memory/);
  });

  test('a run that failed before it knew its table', () => {
    expect(linesOf({ outcome: 'failed', table: null, counts: { ...loaded.counts, loaded: 0 } })[0]).toContain('failed');
  });

  test('nothing hostile reaches the terminal', () => {
    const hostile = '\u001b]0;x\u0007\u202e';
    const text = renderSummary({ ...loaded, table: hostile, database: hostile, rejectFiles: [hostile] });
    expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  });

  test('only the headline is coloured', () => {
    const painted = renderSummary(loaded, (style, text) => `<${style}>${text}</>`);
    expect(painted.match(/<\w+>/g)).toEqual(['<green>']);
  });
});

describe('summaryJson', () => {
  test('is one line with every key, rates rounded', () => {
    const json = summaryJson(loaded);
    expect(json).not.toContain('\n');
    expect(Object.keys(JSON.parse(json) as object)).toEqual(Object.keys(loaded));
    expect(JSON.parse(json)).toEqual({
      ...loaded,
      seconds: 1.912,
      rowsPerSecond: 1_045_837,
      megabytesPerSecond: 142.2,
    });
  });
});
