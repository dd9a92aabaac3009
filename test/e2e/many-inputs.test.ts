/** Several inputs of one run: one table, one accounting for each, and what differs is found before anything is loaded. */
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { RunSummary } from '../../src/report/summary.js';
import { sluice, type CliResult } from '../support/cli.js';
import { folderOf } from '../support/folder-of.js';
import { loadBench } from '../support/load-bench.js';
import { openFiles } from '../support/open-files.js';
import { until } from '../support/until.js';

const bench = loadBench();

interface ManyResult extends CliResult {
  readonly folder: string;
  readonly summary: RunSummary;
}

/** Runs `sluice load` on some files of a folder of its own, into a fresh table unless `--create` is among the flags. */
async function loadAll(
  files: Readonly<Record<string, string>>,
  args: readonly string[],
  stdin = '',
): Promise<ManyResult> {
  const folder = await folderOf(files);
  const inputs = args.some((arg) => arg === '-' || files[arg] !== undefined) ? [] : Object.keys(files);
  const result = await sluice(['load', ...inputs, ...args, '--db', bench.url, '--json'], { cwd: folder, stdin });
  return { ...result, folder, summary: JSON.parse(result.stdout || 'null') as RunSummary };
}

/** The per-source counts must add up to the counts of the run. */
function expectSum({ sources, counts }: RunSummary): void {
  const sum = (key: 'records' | 'loaded' | 'rejected'): number => sources.reduce((all, source) => all + source[key], 0);
  expect([sum('records'), sum('loaded'), sum('rejected')]).toEqual([counts.read, counts.loaded, counts.rejected]);
}

describe('files with the same columns', () => {
  const files = {
    'a.csv': 'id,name,amount\n1,one,1.5\n2,two,2.5\n',
    'b.csv': 'amount,id,name\n3.5,3,three\n',
    'sub/a.csv': 'name,amount,id\n"four, or 4",4.5,4\n,5.5,5\n',
  };
  const rows = [
    { id: 1, name: 'one', amount: '1.5' },
    { id: 2, name: 'two', amount: '2.5' },
    { id: 3, name: 'three', amount: '3.5' },
    { id: 4, name: 'four, or 4', amount: '4.5' },
    { id: 5, name: null, amount: '5.5' },
  ];

  test.each([[[]], [['--jobs', '3']]])('in another order, into a table (%j)', async (flags) => {
    await bench.sql('drop table if exists orders; create table orders (name text, id int primary key, amount numeric)');
    const { exitCode, summary, folder } = await loadAll(files, ['--table', 'orders', ...flags]);
    expect(exitCode).toBe(0);
    expect(await bench.sql('select id, name, amount from orders order by id')).toEqual(rows);
    expect(summary.sources).toEqual([
      {
        name: 'a.csv',
        bytes: files['a.csv'].length,
        records: 2,
        expanded: 0,
        loaded: 2,
        rejected: 0,
        filtered: 0,
        skipped: 0,
      },
      {
        name: 'b.csv',
        bytes: files['b.csv'].length,
        records: 1,
        expanded: 0,
        loaded: 1,
        rejected: 0,
        filtered: 0,
        skipped: 0,
      },
      {
        name: 'sub/a.csv',
        bytes: files['sub/a.csv'].length,
        records: 2,
        expanded: 0,
        loaded: 2,
        rejected: 0,
        filtered: 0,
        skipped: 0,
      },
    ]);
    expectSum(summary);
    expect((await readdir(folder)).toSorted()).toEqual(['a.csv', 'b.csv', 'sub']);
  });

  test('into a new table: the types are those of all files', async () => {
    const mixed = { 'a.csv': 'id,n,t\n1,1,2024-01-02\n', 'b.csv': 't,id,n\nsoon,3000000000,1.25\n' };
    const { exitCode, summary } = await loadAll(mixed, ['--table', 'mixed', '--create']);
    expect([exitCode, summary.tableCreated, summary.counts.loaded]).toEqual([0, true, 2]);
    expect(await bench.sql('select * from mixed order by id')).toEqual([
      { id: '1', n: '1', t: '2024-01-02' },
      { id: '3000000000', n: '1.25', t: 'soon' },
    ]);
  });

  test('one of them is standard input', async () => {
    await bench.sql('create table piped (id int, name text)');
    const args = ['a.csv', '-', '--table', 'piped'];
    const { exitCode, summary } = await loadAll({ 'a.csv': 'id,name\n1,x\n' }, args, 'name,id\ny,2\n');
    expect(exitCode).toBe(0);
    expect(summary.sources.map(({ name, loaded }) => [name, loaded])).toEqual([
      ['a.csv', 1],
      ['-', 1],
    ]);
    expect(await bench.sql('select * from piped order by id')).toEqual([
      { id: 1, name: 'x' },
      { id: 2, name: 'y' },
    ]);
  });

  test('without headers, by position', async () => {
    await bench.sql('create table bare (id int, name text)');
    const args = ['--no-header', '--table', 'bare', '--format', 'csv', '--delimiter', ','];
    const { exitCode, summary } = await loadAll({ 'a.csv': '1,x\n', 'b.csv': '2,y\n3,z\n' }, args);
    expect([exitCode, summary.counts.loaded]).toEqual([0, 3]);
  });

  test('of which one is named twice: it is read once', async () => {
    await bench.sql('create table once (id int)');
    const { summary } = await loadAll({ 'a.csv': 'id\n1\n' }, ['a.csv', './a.csv', '*.csv', '--table', 'once']);
    expect([summary.exitCode, summary.sources.length, summary.counts.loaded]).toEqual([0, 1, 1]);
  });

  test('CSV beside JSON, which may lack columns of it', async () => {
    await bench.sql('create table beside (id int, name text, note text)');
    const both = { 'a.csv': 'id,name\n1,x\n', 'b.ndjson': '{"id":2}\n{"name":"z","id":3}\n' };
    const { exitCode, summary, stderr } = await loadAll(both, ['--table', 'beside']);
    expect(exitCode, stderr).toBe(0);
    expectSum(summary);
    expect(await bench.sql('select * from beside order by id')).toEqual([
      { id: 1, name: 'x', note: null },
      { id: 2, name: null, note: null },
      { id: 3, name: 'z', note: null },
    ]);
  });
});

describe('files that do not go together are refused before anything is loaded', () => {
  beforeAll(() => bench.sql('create table strict (id int, name text)'));

  test.each<[string, Readonly<Record<string, string>>, RegExp]>([
    ['another name', { 'a.csv': 'id,name\n1,x\n', 'b.csv': 'id,nam\n2,y\n' }, /b\.csv lacks name and has nam besides/],
    ['a column less', { 'a.csv': 'id,name\n1,x\n', 'b.csv': 'id\n2\n' }, /columns of a\.csv: b\.csv lacks name\./],
    ['a column more', { 'a.csv': 'id\n1\n', 'b.csv': 'id,name\n2,y\n' }, /b\.csv has name besides/],
    ['a key more', { 'a.csv': 'id\n1\n', 'b.ndjson': '{"id":2,"name":"y"}\n' }, /b\.ndjson has name besides/],
  ])('%s', async (_, files, message) => {
    const { exitCode, stderr, summary, folder } = await loadAll(files, ['--table', 'strict']);
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(message);
    expect(summary).toMatchObject({ outcome: 'failed', error: { code: 'HEADERS_DIFFER' }, counts: { read: 0 } });
    expect(await bench.sql('select count(*)::int from strict')).toEqual([{ count: 0 }]);
    expect((await readdir(folder)).toSorted()).toEqual(Object.keys(files));
  });

  test('a file that is missing, though the first is good', async () => {
    const { exitCode, stderr } = await loadAll({ 'a.csv': 'id,name\n1,x\n' }, ['a.csv', 'no.csv', '--table', 'strict']);
    expect([exitCode, stderr.includes('no.csv does not exist')]).toEqual([5, true]);
    expect(await bench.sql('select count(*)::int from strict')).toEqual([{ count: 0 }]);
  });

  test.each([
    ['first', ['no.csv', '*.csv']],
    ['last', ['*.csv', 'no.csv']],
  ])('a file that is missing %s leaves no other open', async (_, inputs) => {
    const files = Object.fromEntries(Array.from({ length: 30 }, (__, index) => [`${index}.csv`, 'id,name\n1,x\n']));
    const folder = await folderOf(files);
    const before = openFiles();
    const { exitCode } = await sluice(['load', ...inputs, '--table', 'strict', '--db', bench.url], { cwd: folder });
    expect(exitCode).toBe(5);
    await until(() => openFiles() <= before);
  });

  test('no name for the table of all of them', async () => {
    const { exitCode, stderr } = await loadAll({ 'a.csv': 'id\n1\n', 'b.csv': 'id\n1\n' }, ['--create']);
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/There are 2 inputs.*\(USAGE\)\n.*--table/);
  });
});

describe('rejects', () => {
  const files = {
    'north/orders.csv': 'id,n\n1,1\n2,x\n',
    'south/orders.csv': 'n,id\ny,3\n4,4\nz,5\n',
    'good.csv': 'id,n\n6,6\n',
  };
  beforeAll(() => bench.sql('create table rejecting (id int, n int)'));

  test('are in files of their own, of one name too, and can be loaded again', async () => {
    await bench.sql('truncate rejecting');
    const { exitCode, summary, stderr, folder } = await loadAll(files, ['--table', 'rejecting', '--max-errors', '3']);
    expect(exitCode).toBe(3);
    expectSum(summary);
    expect(summary.sources.map(({ name, records, loaded, rejected }) => [name, records, loaded, rejected])).toEqual([
      ['north/orders.csv', 2, 1, 1],
      ['south/orders.csv', 3, 1, 2],
      ['good.csv', 1, 1, 0],
    ]);
    expect(stderr).toContain('north/orders.csv:3: n "x": not an integer');
    expect(stderr).toContain('south/orders.csv:2: n "y": not an integer');
    expect(summary.rejectFiles).toEqual([
      'orders.rejects.csv',
      'orders.rejects.ndjson',
      'orders-2.rejects.csv',
      'orders-2.rejects.ndjson',
    ]);
    const read = (name: string): Promise<string> => readFile(join(folder, name), 'utf8');
    expect(await read('orders.rejects.csv')).toBe('id,n\n2,x\n');
    expect(await read('orders-2.rejects.csv')).toBe('n,id\ny,3\nz,5\n');
    const faults = (await read('orders-2.rejects.ndjson')).trimEnd().split('\n');
    expect(faults.map((line) => JSON.parse(line) as object)).toMatchObject([
      { source: 'south/orders.csv', line: 2, record: 1, column: 'n', value: 'y' },
      { source: 'south/orders.csv', line: 4, record: 3, column: 'n', value: 'z' },
    ]);
  });

  test.each([
    [['--max-errors', '2'], 4],
    [['--max-errors', '49%'], 4],
    [['--max-errors', '50%'], 3],
  ])('of all files together are held against %j', async (flags, expected) => {
    await bench.sql('truncate rejecting');
    const { exitCode, summary } = await loadAll(files, ['--table', 'rejecting', ...flags]);
    expect(exitCode).toBe(expected);
    expectSum(summary);
    expect(await bench.sql('select count(*)::int from rejecting')).toEqual([{ count: expected === 3 ? 3 : 0 }]);
    if (expected === 4) expect(summary.sources.map(({ loaded }) => loaded)).toEqual([0, 0, 0]);
  });

  test('a row that the database refuses is named with its file, and nothing of any file is loaded', async () => {
    await bench.sql('create table keyed (id int primary key)');
    const { exitCode, stderr } = await loadAll({ 'a.csv': 'id\n1\n2\n', 'b.csv': 'id\n3\n2\n' }, ['--table', 'keyed']);
    expect(exitCode).toBe(4);
    expect(stderr).toMatch(/b\.csv:3: duplicate key/);
    expect(await bench.sql('select count(*)::int from keyed')).toEqual([{ count: 0 }]);
  });
});

test.each([1, 64])('100 files, %i at a time: every row is there once', async (jobs) => {
  await bench.sql('drop table if exists many; create table many (file int, line int)');
  const text = (file: number): string =>
    `file,line\n${Array.from({ length: 50 }, (_, line) => `${file},${line}\n`).join('')}`;
  const files = Object.fromEntries(Array.from({ length: 100 }, (_, file) => [`${file}.csv`, text(file)]));
  const { exitCode, summary } = await loadAll(files, ['--table', 'many', '--jobs', `${jobs}`]);
  expect([exitCode, summary.counts.loaded]).toEqual([0, 5_000]);
  expectSum(summary);
  expect(await bench.sql('select count(distinct (file, line))::int as n from many')).toEqual([{ n: 5_000 }]);
});
