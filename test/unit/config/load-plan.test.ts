import { describe, expect, test } from 'vitest';
import { resolveLoadPlan, type LoadFlags } from '../../../src/config/load-plan.js';
import { DEFAULT_MAX_RECORD_BYTES } from '../../../src/config/reading-plan.js';
import { NO_TRANSFORM } from '../../../src/schema/transform/transform-plan.js';

const plan = (flags: LoadFlags = {}): ReturnType<typeof resolveLoadPlan> => resolveLoadPlan(['x.csv'], flags);

describe('a plan', () => {
  test('of no flags', () => {
    expect(plan()).toEqual({
      reading: {
        inputs: ['x.csv'],
        include: [],
        jobs: null,
        format: null,
        formatFlags: [],
        encoding: null,
        badBytes: 'reject',
        maxRecordBytes: DEFAULT_MAX_RECORD_BYTES,
        csv: {
          delimiter: null,
          quote: null,
          escape: null,
          comment: null,
          lineEnd: null,
          skipLines: null,
          headerLines: null,
          nulls: [],
          trim: false,
          ragged: 'reject',
        },
        json: { select: null, flatten: false, comments: false, maxDepth: 64 },
        spelling: { decimal: null, thousands: null, dateOrder: null },
      },
      transform: NO_TRANSFORM,
      target: { db: null, table: null, map: new Map(), ignoreColumns: new Set() },
      write: {
        mode: 'append',
        key: null,
        conflictsFile: null,
        before: [],
        after: [],
        settings: { role: null, searchPath: null, statementTimeout: null, lockTimeout: null, readCommitted: false },
      },
      rejects: { budget: { kind: 'count', limit: 0 }, folder: '.' },
      create: false,
      addedColumns: [],
      retry: { retries: 5, timeoutSeconds: 300, shutdownSeconds: 10 },
      ledger: { use: 'none', again: false, fingerprint: 'quick', ifRunning: 'wait' },
      dryRun: false,
    });
  });

  test('is frozen', () => expect(Object.isFrozen(plan())).toBe(true));

  test('of names', () => {
    const { table, map, ignoreColumns } = plan({
      table: 'Sales."Order"',
      map: ['a=b', 'x=y=z'],
      ignoreColumns: ['p, q', 'r'],
    }).target;
    expect(table).toEqual({ schema: 'sales', name: 'Order' });
    expect([...map]).toEqual([
      ['a', 'b'],
      ['x=y', 'z'],
    ]);
    expect([...ignoreColumns]).toEqual(['p, q', 'r']);
  });

  test('refuses a flag that it does not know', () => {
    expect(() => plan({ tabel: 'x' } as LoadFlags)).toThrow(expect.objectContaining({ code: 'USAGE' }));
  });
});

describe('values', () => {
  test.each([
    ['0', { kind: 'count', limit: 0 }],
    ['10', { kind: 'count', limit: 10 }],
    [' 7 ', { kind: 'count', limit: 7 }],
    ['2.5%', { kind: 'percent', limit: 2.5 }],
    ['100%', { kind: 'percent', limit: 100 }],
  ])('--max-errors %j', (text, budget) => expect(plan({ maxErrors: text }).rejects.budget).toEqual(budget));

  test.each([
    ['src=@file', { name: 'src', value: { kind: 'file' } }],
    ['at=@loaded_at', { name: 'at', value: { kind: 'loaded_at' } }],
    ['n=@line', { name: 'n', value: { kind: 'line' } }],
    ['batch=7', { name: 'batch', value: { kind: 'text', text: '7' } }],
    ['empty=', { name: 'empty', value: { kind: 'text', text: '' } }],
    ['who=@@me', { name: 'who', value: { kind: 'text', text: '@me' } }],
    ['sum=1=1', { name: 'sum', value: { kind: 'text', text: '1=1' } }],
    ['__proto__=x', { name: '__proto__', value: { kind: 'text', text: 'x' } }],
  ])('--add-column %j', (text, added) => expect(plan({ addColumn: [text] }).addedColumns).toEqual([added]));
});

describe('wrong values name the flag, what it takes and what it was given', () => {
  test.each<[LoadFlags, RegExp]>([
    [{ maxErrors: '1.5' }, /^--max-errors: takes a whole number .*; "1\.5" is none\.$/],
    [{ maxErrors: '100.1%' }, /--max-errors/],
    [{ maxErrors: '' }, /--max-errors/],
    [{ maxErrors: '99999999999999999999' }, /--max-errors/],
    [{ map: ['a'] }, /^--map: takes file_column=table_column; "a" is none/],
    [{ map: ['=a'] }, /--map/],
    [{ map: ['a='] }, /--map/],
    [{ db: '' }, /^--db: /],
    [{ rejectsDir: '' }, /^--rejects-dir: /],
    [{ addColumn: ['a'] }, /^--add-column: takes name=@file, .*"a" is none/],
    [{ addColumn: ['=x'] }, /--add-column/],
    [{ addColumn: ['a=@lines'] }, /"a=@lines" is none/],
    [{ table: 'a.b.c' }, /more than two parts/],
    [{ maxErrors: '\u001b[2J' }, /^[^\u001b]*$/],
  ])('%j', (flags, message) => {
    expect(() => plan(flags)).toThrow(
      expect.objectContaining({ code: 'USAGE', exitCode: 2, message: expect.stringMatching(message) as string }),
    );
  });
});
