/** Expressions in loads: what they read, what they make, and what becomes of records for which they fail. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { folderOf } from '../support/folder-of.js';
import { loadBench } from '../support/load-bench.js';
import { sluice } from '../support/cli.js';

const bench = loadBench();

/** Loads into an empty table, and gives its rows. */
async function rowsOf(text: string, args: readonly string[], table = 'target'): Promise<Record<string, unknown>[]> {
  await bench.sql(`truncate ${table}`);
  const { exitCode, stderr } = await bench.load(text, ['--table', table, ...args]);
  expect(stderr).not.toContain('INTERNAL');
  expect([0, 3]).toContain(exitCode);
  return bench.sql(`select * from ${table} order by 1`);
}

async function rejectsOf(folder: string): Promise<Record<string, unknown>[]> {
  const text = await readFile(join(folder, 'data.rejects.ndjson'), 'utf8');
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

beforeAll(async () => {
  await bench.sql('create table target (id int, amount numeric(10,2), country text, paid boolean, at timestamptz)');
  await bench.sql(
    'create table days (id int, day date, at timestamp, span interval, doc jsonb, bytes bytea, big int8, t text, n text, country text)',
  );
});

const text = [
  'id,amount,country,paid,at',
  '1,10.50,FR,true,2024-01-31T10:00:00Z',
  '2,200,DE,no,2024-02-01 00:30:00+01',
  '3,,FR,,',
  '4,1e2,FR,t,2024-03-01',
  '',
].join('\n');

describe('where, by the types of the table', () => {
  test.each([
    ['amount != null && amount > 50', [2, 4]],
    ['coalesce(amount, 0) < 50.0', [1, 3]],
    ['country == "FR" && paid != null && paid', [1, 4]],
    ['coalesce(paid, false)', [1, 4]],
    ['at == null || month(at) == 1', [1, 2, 3]],
    ['at != null && at >= date("2024-02-01")', [4]],
    ['id in [1, 3] || country in ["DE"]', [1, 2, 3]],
    ['record["id"] * 2 == 4', [2]],
    ['size(record) == 5 && record[lower("ID")] == 1', [1]],
    ['has(record.amount) && amount == 100', [4]],
  ])('%s', async (where, ids) => {
    const rows = await rowsOf(text, ['--where', where]);
    expect(rows.map(({ id }) => id)).toEqual(ids);
  });
});

test('what is filtered is counted', async () => {
  await bench.sql('truncate target');
  const { summary } = await bench.load(text, ['--table', 'target', '--where', 'country == "FR"']);
  expect(summary.counts).toMatchObject({ read: 4, loaded: 3, filtered: 1, rejected: 0 });
});

test('--set makes columns, as PostgreSQL reads them', async () => {
  await rowsOf(
    'id,t,n\n1,2024-02-29T23:59:59.123Z,9007199254740993\n',
    [
      ...['--set', 'day=date(timestamp(t))', '--set', 'at=timestamp(t) + duration("1s")'],
      ...['--set', 'span=duration("-90.5s")', '--set', 'doc={"n": [int(n), 1], "at": [timestamp(t)]}'],
      ...['--set', String.raw`bytes=bytes("a\\b")`, '--set', 'big=int(n) + 1'],
    ],
    'days',
  );
  const [row] = await bench.sql('select day::text, at::text, span::text, doc::text, bytes::text, big::text from days');
  expect(row).toEqual({
    day: '2024-02-29',
    at: '2024-03-01 00:00:00.123',
    span: '-00:01:30.5',
    doc: '{"n": [9007199254740993, 1], "at": ["2024-02-29T23:59:59.123Z"]}',
    bytes: String.raw`\x615c62`,
    big: '9007199254740994',
  });
});

test('a column may be made of the field that it takes the place of', async () => {
  const rows = await rowsOf(text, [
    '--set',
    'amount=round(amount * 1.5, 1)',
    '--where',
    'amount != null && amount > 20',
  ]);
  expect(rows.map(({ id, amount }) => [id, amount])).toEqual([
    [2, '300.00'],
    [4, '150.00'],
  ]);
});

test('a record for which an expression fails is a reject with its line and the reason', async () => {
  const data = 'id,amount,country\n1,10,FR\n0,20,DE\n2,,FR\n3,x,DE\n';
  const { exitCode, folder, stderr } = await bench.load(data, [
    ...['--table', 'target', '--max-errors', '10'],
    ...['--where', 'country == "DE" || amount > 1', '--set', 'amount=100 / id + amount'],
  ]);
  expect(exitCode).toBe(3);
  expect(stderr).toContain('data.csv:3: amount with id = 0: expr: division by zero\n');
  const rejects = await rejectsOf(folder);
  expect(rejects[1]['hint']).toContain('coalesce(amount, …) takes another value for NULL');
  expect(
    rejects.map(({ line, stage, column, code, message, value }) => [line, stage, column, code, message, value]),
  ).toEqual([
    [3, 'transform', 'amount', 'expression_failed', 'expr: division by zero', 'with id = 0'],
    [4, 'transform', 'amount', 'expression_failed', 'expr: amount is NULL', 'with id = 2, amount = NULL'],
    [5, 'transform', 'amount', 'invalid', 'not a value of type numeric(10,2), as an expression reads it', 'x'],
  ]);
});

test('a value that is not of its type matters only where it is needed', async () => {
  const data = 'id,amount,country\n1,x,FR\n2,5,DE\n';
  const { exitCode, summary } = await bench.load(data, [
    ...['--table', 'target'],
    ...['--where', 'country == "DE" && amount > 1'],
  ]);
  expect(exitCode).toBe(0);
  expect(summary.counts).toMatchObject({ loaded: 1, filtered: 1, rejected: 0 });
});

test('an expression that is wrong is told before the run, with the part marked', async () => {
  const folder = await folderOf({ 'data.csv': text });
  const flags = ['load', 'data.csv', '--db', bench.url, '--table', 'target'];
  const { exitCode, stderr } = await sluice([...flags, '--where', 'amount > 5 && contry == "FR"'], { cwd: folder });
  expect(exitCode).toBe(2);
  expect(stderr.split('\n').slice(0, 4)).toEqual([
    'sluice: --where: there is no field or column "contry" (EXPRESSION_INVALID)',
    '  amount > 5 && contry == "FR"',
    '                ^^^^^^',
    '  Did you mean country?',
  ]);
});

test('fields of JSON are what it says', async () => {
  const lines = [
    '{"id": 1, "country": "FR", "doc": {"constructor": 1, "n": [1, 2.5]}}',
    '{"id": 2, "country": "DE", "doc": {"n": []}}',
    '{"id": 3, "country": "FR", "doc": null}',
    '{"id": 4, "country": "FR"}',
    '{"id": 5, "country": "FR", "doc": {"n": [1]}}',
  ];
  const folder = await folderOf({ 'data.ndjson': lines.join('\n') });
  await bench.sql('truncate days');
  const where = 'doc != null && (country == "DE" || doc.n.exists(x, x > 2))';
  const flags = ['--db', bench.url, '--table', 'days', '--where', where, '--set', 't=country + "!"'];
  const { stderr, exitCode } = await sluice(['load', 'data.ndjson', ...flags], { cwd: folder });
  expect(stderr).toContain('loaded 2');
  expect(exitCode).toBe(0);
  expect(await bench.sql('select id, t from days order by id')).toEqual([
    { id: 1, t: 'FR!' },
    { id: 2, t: 'DE!' },
  ]);
});

test('what expressions make of numbers and times is what PostgreSQL makes of the same texts', async () => {
  await bench.sql(
    'create table made (id int, d float8, n numeric, t timestamptz, day date, twice float8, d2 float8, n2 numeric, t2 timestamptz, day2 date)',
  );
  const numbers = [0.1, -0.000001, 1e-7, 1e21, 8e307, 5e-324, 123456789.125, -9007199254740992];
  const times = [
    '0001-01-01',
    '1582-10-15',
    '1969-12-31',
    '2024-02-29',
    '9999-12-31',
    '2038-01-19',
    '1900-03-01',
    '2000-01-01',
  ];
  const rows = numbers.map((number, at) => `${at},${number},${number},${times[at]},${times[at]}`);
  const columns = ['twice=d * 2', 'd2=d', 'n2=n', 't2=t', 'day2=day'].flatMap((column) => ['--set', column]);
  const { exitCode, stderr } = await bench.load(`id,d,n,t,day\n${rows.join('\n')}\n`, ['--table', 'made', ...columns]);
  expect(stderr).toContain('loaded 8 rows');
  expect(exitCode).toBe(0);
  const wrong =
    'twice is distinct from d * 2 or d2 is distinct from d or n2 is distinct from n::float8::numeric and n2 is distinct from n or t2 is distinct from t';
  expect(await bench.sql(`select * from made where ${wrong} or day2 is distinct from day`)).toEqual([]);
});
