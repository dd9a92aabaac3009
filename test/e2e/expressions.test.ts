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
    'create table days (id int, day date, at timestamp, span interval, doc jsonb, bytes bytea, big int8, t text, n text)',
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
  const rows = await rowsOf(
    'id,t,n\n1,2024-02-29T23:59:59.123Z,9007199254740993\n',
    [
      ...['--set', 'day=date(timestamp(t))', '--set', 'at=timestamp(t) + duration("1s")'],
      ...['--set', 'span=duration("-90.5s")', '--set', 'doc={"n": [int(n), 1], "t": [n]}'],
      ...['--set', 'bytes=bytes("a\\\\b")', '--set', 'big=int(n) + 1'],
    ],
    'days',
  );
  expect(rows).toEqual([]);
});

test('a record for which an expression fails is a reject with its line and the reason', async () => {
  const data = 'id,amount,country\n1,10,FR\n0,20,DE\n2,,FR\n3,x,DE\n';
  const { exitCode, folder, stderr } = await bench.load(data, [
    ...['--table', 'target', '--max-errors', '10'],
    ...['--where', 'country == "DE" || amount > 1', '--set', 'amount=100 / id + amount'],
  ]);
  expect(stderr).toBe('');
  expect(exitCode).toBe(3);
  expect(await rejectsOf(folder)).toEqual([]);
});

test('an expression that is wrong is told before the run, with the part marked', async () => {
  const folder = await folderOf({ 'data.csv': text, 'p.yaml': 'columns:\n  total: {expr: amuont * 2}\n' });
  const flags = ['load', 'data.csv', '--db', bench.url, '--table', 'target'];
  const { exitCode, stderr } = await sluice([...flags, '--where', 'amount > 5 && contry == "FR"'], { cwd: folder });
  expect(stderr).toBe('');
  expect(exitCode).toBe(2);
});
