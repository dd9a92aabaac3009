import { describe, expect, test } from 'vitest';
import { DEFAULT_MAX_RECORD_BYTES, resolveLoadPlan, type LoadFlags } from '../../../src/config/load-plan.js';

const plan = (flags: LoadFlags = {}): ReturnType<typeof resolveLoadPlan> => resolveLoadPlan('x.csv', flags);

describe('a plan', () => {
  test('of no flags', () => {
    expect(plan()).toEqual({
      input: 'x.csv',
      db: null,
      table: null,
      create: false,
      csv: { delimiter: 0x2c, quote: 0x22, nulls: [], maxRecordBytes: DEFAULT_MAX_RECORD_BYTES },
      hasHeader: true,
      map: new Map(),
      ignoreColumns: new Set(),
      budget: { kind: 'count', limit: 0 },
      rejectsDir: '.',
      dryRun: false,
    });
  });

  test('is frozen', () => expect(Object.isFrozen(plan())).toBe(true));

  test('of names', () => {
    const { table, map, ignoreColumns } = plan({
      table: 'Sales."Order"',
      map: ['a=b', 'x=y=z'],
      ignoreColumns: ['p, q', 'r'],
    });
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
  ])('--max-errors %j', (text, budget) => expect(plan({ maxErrors: text }).budget).toEqual(budget));

  test.each([
    ['\t', 9],
    ['\\t', 9],
    ['tab', 9],
    [';', 0x3b],
    ['|', 0x7c],
  ])('--delimiter %j', (text, byte) => expect(plan({ delimiter: text }).csv.delimiter).toBe(byte));

  test.each([
    ["'", 0x27],
    ['none', -1],
    ['', -1],
  ])('--quote %j', (text, byte) => expect(plan({ quote: text }).csv.quote).toBe(byte));

  test.each([
    ['1', 1],
    ['64k', 65_536],
    ['16MB', 16_777_216],
    ['16 MiB', 16_777_216],
    ['500b', 500],
    ['1g', 1_073_741_824],
  ])('--max-record-bytes %j', (text, bytes) => expect(plan({ maxRecordBytes: text }).csv.maxRecordBytes).toBe(bytes));

  test('--null, as bytes', () => {
    expect(plan({ null: ['NULL', 'né'] }).csv.nulls).toEqual([Buffer.from('NULL'), Buffer.from('né')]);
  });
});

describe('wrong values name the flag, what it takes and what it was given', () => {
  test.each<[LoadFlags, RegExp]>([
    [{ maxErrors: '1.5' }, /^--max-errors: takes a whole number .*; "1\.5" is none\.$/],
    [{ maxErrors: '100.1%' }, /--max-errors/],
    [{ maxErrors: '' }, /--max-errors/],
    [{ maxErrors: '99999999999999999999' }, /--max-errors/],
    [{ delimiter: '' }, /^--delimiter: takes one byte/],
    [{ delimiter: 'é' }, /--delimiter/],
    [{ delimiter: '\n' }, /"\\n" is none/],
    [{ quote: '""' }, /^--quote: takes one byte/],
    [{ quote: '\r' }, /--quote/],
    [{ maxRecordBytes: '0' }, /^--max-record-bytes: takes a number of bytes/],
    [{ maxRecordBytes: '1025m' }, /--max-record-bytes/],
    [{ maxRecordBytes: '1x' }, /--max-record-bytes/],
    [{ map: ['a'] }, /^--map: takes file_column=table_column; "a" is none/],
    [{ map: ['=a'] }, /--map/],
    [{ map: ['a='] }, /--map/],
    [{ db: '' }, /^--db: /],
    [{ rejectsDir: '' }, /^--rejects-dir: /],
    [{ delimiter: ';', quote: ';' }, /--delimiter and --quote are the same byte/],
    [{ table: 'a.b.c' }, /more than two parts/],
    [{ maxErrors: '\u001b[2J' }, /^[^\u001b]*$/],
  ])('%j', (flags, message) => {
    expect(() => plan(flags)).toThrow(
      expect.objectContaining({ code: 'USAGE', exitCode: 2, message: expect.stringMatching(message) as string }),
    );
  });
});
