/** Values that are looked up in a file or in the database. */
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, test } from 'vitest';
import type { RunSummary } from '../../src/report/summary.js';
import { sluice, type CliResult } from '../support/cli.js';
import { folderOf } from '../support/folder-of.js';
import { loadBench } from '../support/load-bench.js';
import { tempFolder } from '../support/temp-folder.js';

const bench = loadBench();
beforeAll(async () => {
  await bench.sql('create schema dim');
  await bench.sql('create table dim.customers (id int primary key, code text, name text, since date, active boolean)');
  await bench.sql(`insert into dim.customers
    select n, case when n = 500 then null else 'C' || n end, case when n % 10 <> 0 then 'name ' || n end, date '2024-01-01' + n, n % 2 = 0
    from generate_series(1, 1000) as n`);
});

/** A pipeline with one column that is looked up. */
function pipelineOf(lookup: string): string {
  return `columns:\n  customer:\n    from: code\n    trim: true\n    lookup: ${lookup}\n  code: code\n`;
}

interface Loaded extends CliResult {
  readonly folder: string;
  readonly summary: RunSummary;
  readonly rows: readonly unknown[];
}

let count = 0;

/** Loads CSV by a pipeline into a table of its own. */
async function load(
  csv: string,
  lookup: string,
  {
    files = {},
    args = [],
  }: { readonly files?: Record<string, string | Buffer>; readonly args?: readonly string[] } = {},
): Promise<Loaded> {
  const folder = await folderOf({ 'data.csv': csv, 'etl/p.sluice.yaml': pipelineOf(lookup), ...files });
  const table = `t${count++}`;
  await bench.sql(`create table ${table} (n int, code text, customer text)`);
  const command = [
    'load',
    'data.csv',
    '--pipeline',
    'etl/p.sluice.yaml',
    '--table',
    table,
    '--db',
    bench.url,
    '--json',
  ];
  const result = await sluice([...command, ...args], { cwd: folder });
  const rows = await bench.sql(`select n, customer from ${table} order by n`);
  return {
    ...result,
    folder,
    summary: JSON.parse(result.stdout || 'null') as RunSummary,
    rows: rows.map(({ n, customer }) => [n, customer]),
  };
}

const countries = 'code,id,name\nFR,33,"La ""France"""\nDE,49,\nXX,,nowhere\n';
const data = 'n,code\n1,FR\n2, DE \n3,\n4,XX\n';

describe('in a file', () => {
  const files = { 'etl/countries.csv': countries };

  test.each([
    ['{file: countries.csv}', ['33', '49', null, null]],
    ['{file: countries.csv, cacheSize: 1}', ['33', '49', null, null]],
    ['{file: countries.csv, key: code, value: name}', ['La "France"', null, null, 'nowhere']],
    ['{file: countries.csv, key: code, value: code}', ['FR', 'DE', null, 'XX']],
  ])('%s', async (lookup, expected) => {
    const { exitCode, stderr, rows } = await load(data, lookup, { files });
    expect(exitCode, stderr).toBe(0);
    expect(rows).toEqual(expected.map((value, index) => [index + 1, value]));
  });

  test.each([
    ['keep', ['33', 'UK']],
    ['null', ['33', null]],
    ['{value: "0"}', ['33', '0']],
  ])('what is not there becomes what otherwise says: %s', async (otherwise, expected) => {
    const lookup = `{file: countries.csv, otherwise: ${otherwise}}`;
    const { exitCode, stderr, rows } = await load('n,code\n1,FR\n2, UK\n', lookup, { files });
    expect(exitCode, stderr).toBe(0);
    expect(rows).toEqual(expected.map((value, index) => [index + 1, value]));
  });

  test('what is not there is a reject with its line and its value', async () => {
    const csv = 'n,code\n1,FR\n2," U\u001bK"\n3,DE\n';
    const { exitCode, summary, rows, folder } = await load(csv, '{file: countries.csv}', {
      files,
      args: ['--max-errors', '1'],
    });
    expect(exitCode).toBe(3);
    expect(rows).toEqual([
      [1, '33'],
      [3, '49'],
    ]);
    expect(summary.counts).toMatchObject({ read: 3, loaded: 2, rejected: 1 });
    expect(summary.faults).toEqual([{ stage: 'transform', column: 'customer', code: 'not_found', count: 1 }]);
    expect(JSON.parse(await readFile(join(folder, 'data.rejects.ndjson'), 'utf8'))).toMatchObject({
      line: 3,
      column: 'customer',
      value: 'U\u001bK',
      code: 'not_found',
      message: 'not found in column code of etl/countries.csv',
      raw: '2," U\u001bK"',
    });
    expect(await readFile(join(folder, 'data.rejects.csv'), 'utf8')).toBe('n,code\n2," U\u001bK"\n');
  });

  test.each([
    ['of another dialect', 'code;id\r\n"FR";33\r\nDE;49\r\nXX;\r\n', 'c.csv'],
    ['packed', gzipSync('code\tid\nFR\t33\nDE\t49\nXX\t\n'), 'c.tsv.gz'],
    ['in UTF-16', Buffer.from('\ufeffcode,id\nFR,33\nDE,49\nXX,\n', 'utf16le'), 'c.csv'],
  ])('%s', async (_, content, name) => {
    const { exitCode, stderr, rows } = await load(data, `{file: ${name}}`, { files: { [`etl/${name}`]: content } });
    expect(exitCode, stderr).toBe(0);
    expect(rows.map((row) => (row as unknown[])[1])).toEqual(['33', '49', null, null]);
  });

  test('larger than the cache: all is found, and no file is left behind', async () => {
    const entry = (index: number): string => `k${index},v${index}`;
    const large = `key,value\n${Array.from({ length: 20_000 }, (_, index) => entry(index)).join('\n')}\n`;
    const csv = `n,code\n${Array.from({ length: 5000 }, (_, index) => `${index},k${(index * 7919) % 20_000}`).join('\n')}\n`;
    const temp = await tempFolder();
    const before = process.env['TMPDIR'];
    process.env['TMPDIR'] = temp;
    const loading = load(csv, '{file: large.csv, cacheSize: 100}', { files: { 'etl/large.csv': large } });
    const { exitCode, stderr, rows } = await loading.finally(() => {
      if (before === undefined) delete process.env['TMPDIR'];
      else process.env['TMPDIR'] = before;
    });
    expect(exitCode, stderr).toBe(0);
    expect(rows).toEqual(Array.from({ length: 5000 }, (_, index) => [index, `v${(index * 7919) % 20_000}`]));
    expect((await readdir(temp)).filter((name) => !name.startsWith('sluice-test-'))).toEqual([]);
  });

  test.each([
    [
      'a key with two values',
      'code,id\nFR,1\nFR,2\n',
      'LOOKUP_FAILED',
      'the key "FR" is twice in column code of etl/c.csv',
    ],
    ['a record with too many fields', 'code,id\nFR,1\nDE,2,3\n', 'LOOKUP_FAILED', 'etl/c.csv:3: '],
    ['one column', 'code\nFR\n', 'LOOKUP_FAILED', 'etl/c.csv has one column only'],
    ['no bytes', '', 'SOURCE_EMPTY', 'etl/c.csv'],
    ['no UTF-8', Buffer.from('code,id\nFR,1\nD\xc9,2\n', 'latin1'), 'LOOKUP_FAILED', 'etl/c.csv is not UTF-8'],
  ])('%s: an error before a record is read', async (_, content, code, message) => {
    const { summary, rows } = await load(data, '{file: c.csv}', { files: { 'etl/c.csv': content } });
    expect(summary.error).toMatchObject({ code });
    expect(summary.error?.message).toContain(message);
    expect(summary.error?.message).toMatch(/^etl\/p\.sluice\.yaml:2:3: columns\.customer: lookup: /);
    expect(summary.counts.read).toBe(0);
    expect(rows).toEqual([]);
  });

  test('texts and numbers of JSON are looked up as what they say', async () => {
    const folder = await folderOf({
      'data.ndjson': '{"n":1,"code":"F\\u0052"}\n{"n":2,"code":7}\n{"n":3,"code":null}\n{"n":4}\n',
      'c.csv': 'code,id\nFR,33\n7,seven\n',
      'p.yaml': pipelineOf('{file: c.csv}'),
    });
    await bench.sql('create table of_json (n int, code text, customer text)');
    const command = ['load', 'data.ndjson', '--pipeline', 'p.yaml', '--table', 'of_json', '--db', bench.url];
    const { exitCode, stderr } = await sluice(command, { cwd: folder });
    expect(exitCode, stderr).toBe(0);
    const rows = await bench.sql('select customer from of_json order by n');
    expect(rows.map(({ customer }) => customer)).toEqual(['33', 'seven', null, null]);
  });

  test('a column that is not there, and a file', async () => {
    const { summary } = await load(data, '{file: countries.csv, value: nam}', { files });
    expect(summary.error?.message).toContain('etl/countries.csv has no column nam; did you mean name?');
    expect((await load(data, '{file: country.csv}', { files })).summary.error).toMatchObject({
      code: 'SOURCE_UNREADABLE',
      message: expect.stringContaining('columns.customer: lookup: etl/country.csv') as string,
    });
  });
});

describe('in a query', () => {
  const csv = 'n,code\n1,C1\n2, C20\n3,\n4,C999\n5,C10\n';

  test.each([
    ['select code, id from dim.customers', ['1', '20', null, '999', '10']],
    ['select code, id from dim.customers; ', ['1', '20', null, '999', '10']],
    ['select code, name from dim.customers -- all of them', ['name 1', null, null, 'name 999', null]],
    ['select code, since from dim.customers', ['2024-01-02', '2024-01-21', null, '2026-09-26', '2024-01-11']],
    ['select code, active from dim.customers', ['false', 'true', null, 'false', 'true']],
    ['with c as (select * from dim.customers) select code as id, id from c', ['1', '20', null, '999', '10']],
    ['select code as "a""b", id as "a""b" from dim.customers', ['1', '20', null, '999', '10']],
    ["values ('C1', 'a'), ('C20', 'b'), ('C999', null), ('C10', '')", ['a', 'b', null, null, '']],
  ])('%s', async (query, expected) => {
    for (const cacheSize of [10, 100_000]) {
      const { exitCode, stderr, rows } = await load(csv, JSON.stringify({ query, cacheSize: String(cacheSize) }));
      expect(exitCode, stderr).toBe(0);
      expect(rows).toEqual(expected.map((value, index) => [index + 1, value]));
    }
  });

  test('keys of another type are looked up as their text', async () => {
    const lookup = '{query: "select * from dim.customers", key: id, value: name, otherwise: keep}';
    const { exitCode, stderr, rows } = await load('n,code\n1,7\n2,007\n3,x\n', lookup);
    expect(exitCode, stderr).toBe(0);
    expect(rows).toEqual([
      [1, 'name 7'],
      [2, '007'],
      [3, 'x'],
    ]);
  });

  test.each([
    ['select code, id from dim.custmers', 'DATABASE_REFUSED', /at line 1, column 22: .*custmers.*\(SQLSTATE 42P01\)/],
    [
      'select code, id\nfrom dim.customers\nwher id = 1',
      'DATABASE_REFUSED',
      /at line 3, column 6: .*\(SQLSTATE 42601\)/,
    ],
    ['select 1, 2; drop table dim.customers', 'DATABASE_REFUSED', /SQLSTATE 42601/],
    ['select 1, 2) as x; drop table dim.customers; select * from (select 1', 'DATABASE_REFUSED', /SQLSTATE 42601/],
    ['delete from dim.customers returning code, id', 'DATABASE_REFUSED', /SQLSTATE 42601/],
    ["select code, nextval('s') from dim.customers", 'DATABASE_REFUSED', /\(SQLSTATE 25006\)/],
    ['select code, 1 / (id - 700) from dim.customers', 'DATABASE_REFUSED', /division by zero \(SQLSTATE 22012\)/],
    ['select code from dim.customers', 'LOOKUP_FAILED', /the query has one column only/],
    [
      "select 'a', id from dim.customers",
      'LOOKUP_FAILED',
      /the key "a" is twice in column "\?column\?" of the lookup's query/,
    ],
  ])('%s: an error before a record is read', async (query, code, message) => {
    await bench.sql('create sequence if not exists s');
    const { summary } = await load(csv, JSON.stringify({ query }));
    expect(summary.error).toMatchObject({ code });
    expect(summary.error?.message).toMatch(/^etl\/p\.sluice\.yaml:2:3: columns\.customer: lookup: /);
    expect(summary.error?.message).toMatch(message);
    expect(summary.counts.read).toBe(0);
    expect(await bench.sql('select count(*)::int from dim.customers')).toEqual([{ count: 1000 }]);
  });

  test('of the very table that is replaced', async () => {
    await bench.sql('create table own (n int, code text, customer text)');
    await bench.sql("insert into own values (9, 'A', 'x')");
    const folder = await folderOf({
      'data.csv': 'n,code\n1,A\n',
      'p.yaml': pipelineOf('{query: "select code, customer from own"}'),
    });
    const command = ['load', 'data.csv', '--pipeline', 'p.yaml', '--table', 'own', '--mode', 'replace'];
    const { exitCode, stderr } = await sluice([...command, '--db', bench.url], { cwd: folder });
    expect(exitCode, stderr).toBe(0);
    expect(await bench.sql('select * from own')).toEqual([{ n: 1, code: 'A', customer: 'x' }]);
  });

  test('with the role and by the search path of the load', async () => {
    const [{ user }] = await bench.sql('select current_user as user');
    const { exitCode, stderr, rows } = await load('n,code\n1,C1\n', '{query: "select code, id from customers"}', {
      args: ['--search-path', 'dim,public', '--set-role', String(user)],
    });
    expect(exitCode, stderr).toBe(0);
    expect(rows).toEqual([[1, '1']]);
  });

  test('ends with an interrupt', async () => {
    const folder = await folderOf({
      'data.csv': csv,
      'p.yaml': pipelineOf('{query: "select pg_sleep(30)::text, 1"}'),
    });
    const interrupt = new AbortController();
    const args = ['load', 'data.csv', '--pipeline', 'p.yaml', '--table', 't0', '--db', bench.url];
    const running = sluice(args, { cwd: folder, signal: interrupt.signal });
    const active = `select 1 from pg_stat_activity where query like 'FETCH%sluice_lookup' and state = 'active' and pid <> pg_backend_pid() and datname = current_database()`;
    while ((await bench.sql(active)).length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
    const startedAt = performance.now();
    interrupt.abort(new Error('enough'));
    await running;
    expect(performance.now() - startedAt).toBeLessThan(5000);
    expect(await bench.sql(active)).toEqual([]);
  });
});
