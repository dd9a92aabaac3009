/** Rows that the database refuses become rejects; all others load. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestDatabase, query, type TestDatabase } from '../support/database.js';
import { loadText, type LoadResult } from '../support/load-text.js';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
  await sql('create table parents (id int primary key)');
  await sql('insert into parents select generate_series(1, 100)');
});
afterAll(() => database.drop());

const sql = (text: string): Promise<Record<string, unknown>[]> => query(database.url, text);

interface IsolatedLoad extends LoadResult {
  /** The lines of the reject file. */
  readonly faults: readonly Record<string, unknown>[];
}

/** Loads rows that may be refused into a table. */
async function load(table: string, text: string, maxErrors = '100'): Promise<IsolatedLoad> {
  const result = await loadText(database.url, text, ['--table', table, '--max-errors', maxErrors]);
  const written = await readFile(join(result.folder, 'data.rejects.ndjson'), 'utf8').catch(() => '');
  const faults = written.split('\n').filter((line) => line !== '');
  return { ...result, faults: faults.map((line) => JSON.parse(line) as Record<string, unknown>) };
}

const judging = `create function judge() returns trigger language plpgsql as $$
  begin if new.n = -1 then raise exception 'the number % is odd', new.n; end if; return new; end $$`;
const nulling = `create function judge() returns trigger language plpgsql as $$
  begin if new.n = -1 then new.n := null; end if; return new; end $$`;
const before = 'create trigger t before insert on t for each row execute function judge()';
const after = 'create trigger t after insert on t for each row execute function judge()';
const deferred = `create constraint trigger t after insert on t deferrable initially deferred
  for each row execute function judge()`;

describe('exactly the faulty rows are rejected', () => {
  const faultyRows = [1, 17, 18, 60];

  test.each([
    ['not_unique', '23505', 'id int primary key, n int', '0,0'],
    ['not_unique', '23505', 'id int, n int unique', '61,0'],
    ['not_unique', '23505', 'id int unique deferrable initially deferred, n int', '0,0'],
    ['excluded', '23P01', 'id int, n int, exclude using btree (id with =)', '0,0'],
    ['check_violated', '23514', 'id int, n int check (n >= 0)', '61,-1'],
    ['null', '23502', 'id int, n int not null', '61,-1', nulling, before],
    ['no_reference', '23503', 'id int references parents, n int', '101,1'],
    ['no_reference', '23503', 'id int references parents deferrable initially deferred, n int', '101,1'],
    ['raised', 'P0001', 'id int, n int', '61,-1', judging, before],
    ['raised', 'P0001', 'id int, n int', '61,-1', judging, after],
    ['raised', 'P0001', 'id int, n int', '61,-1', judging, deferred],
    ['refused_value', '22007', 'id int, n interval', '61,nonsense'],
  ])('%s %s: %s', async (...[code, sqlstate, columns, bad, ...more]) => {
    await sql('drop table if exists t; drop function if exists judge');
    for (const statement of [`create table t (${columns})`, ...more]) await sql(statement);
    await sql(`insert into t values (${columns.includes('references') ? 100 : 0}, '0')`);
    const records = Array.from({ length: 60 }, (_, at) => (faultyRows.includes(at + 1) ? bad : `${at + 1},${at + 1}`));
    const { exitCode, summary, faults } = await load('t', ['id,n', ...records].join('\n'));
    expect([exitCode, summary.outcome]).toEqual([3, 'loaded_with_rejects']);
    expect(faults.map(({ line }) => line)).toEqual(faultyRows.map((row) => row + 1));
    for (const fault of faults) expect(fault).toMatchObject({ stage: 'database', code, sqlstate, raw: bad });
    expect(summary.counts).toMatchObject({ read: 60, loaded: 56, rejected: 4 });
    expect(await sql('select count(*)::int from t')).toEqual([{ count: 57 }]);
  });
});

describe('what a reject says', () => {
  test('the constraint, the detail, and the original bytes', async () => {
    await sql('create table said (id int constraint "the ""key""" primary key, note text)');
    const { faults, stderr } = await load('said', 'id,note\n1,a\n"1","b ""c"""\n');
    expect(faults).toMatchObject([
      {
        line: 3,
        record: 2,
        constraint: 'the "key"',
        message: 'duplicate key value violates unique constraint "the "key""',
        detail: 'Key (id)=(1) already exists.',
        raw: '"1","b ""c"""',
      },
    ]);
    expect(stderr).toContain('data.csv:3: duplicate key value violates');
    expect(stderr).toContain('--mode upsert');
  });
});

describe('the budget', () => {
  test('0: the first refused row ends it, with exit code 4, and nothing is loaded', async () => {
    await sql('create table budget0 (id int primary key)');
    const { exitCode, summary, faults } = await load('budget0', 'id\n1\n2\n1\n2\n', '0');
    expect([exitCode, summary.error?.code]).toEqual([4, 'TOO_MANY_REJECTS']);
    expect(faults).toMatchObject([{ line: 4, code: 'not_unique' }]);
    expect(await sql('select count(*)::int from budget0')).toEqual([{ count: 0 }]);
  });

  test('over it, nothing is loaded', async () => {
    await sql('create table budget2 (id int primary key)');
    const { exitCode, summary } = await load('budget2', 'id\n1\n1\n1\n1\n1\n', '2');
    expect([exitCode, summary.outcome, summary.counts.rejected]).toEqual([4, 'too_many_rejects', 3]);
    expect(await sql('select count(*)::int from budget2')).toEqual([{ count: 0 }]);
  });

  test('as a share, judged at the end', async () => {
    await sql('create table share (id int primary key)');
    const { exitCode, summary } = await load('share', 'id\n1\n2\n1\n3\n', '25%');
    expect([exitCode, summary.counts]).toMatchObject([3, { read: 4, loaded: 3, rejected: 1 }]);
  });
});

test('rows of a table may refer to later ones when that is deferred', async () => {
  await sql('create table tree (id int primary key, parent int references tree deferrable initially deferred)');
  const { summary } = await load('tree', 'id,parent\n2,1\n3,2\n1,\n', '1');
  expect(summary.counts).toMatchObject({ loaded: 3, rejected: 0 });
});
