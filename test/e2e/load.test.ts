import { copyFile, readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sluice } from '../support/cli.js';
import { createTestDatabase, query, type TestDatabase } from '../support/database.js';
import { loadText, type LoadResult } from '../support/load-text.js';
import { tempFolder } from '../support/temp-folder.js';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

const sql = (text: string): Promise<Record<string, unknown>[]> => query(database.url, text);

const load = (text: string | Buffer, args: readonly string[]): Promise<LoadResult> =>
  loadText(database.url, text, args);

describe('a load that goes well', () => {
  test('the fixture of the README: every row, every type, every byte', async () => {
    const folder = await tempFolder();
    await copyFile('fixtures/orders.csv', join(folder, 'orders.csv'));
    const result = await sluice(['load', 'orders.csv', '--db', database.url, '--create'], { cwd: folder });
    expect(result).toMatchObject({ exitCode: 0, stdout: '' });
    expect(result.stderr).toContain('loaded 1,000 rows into public.orders (new table)');
    expect(
      await sql(`select count(*)::int, count(distinct order_uuid)::int as uuids, sum(unit_price) from orders`),
    ).toEqual([{ count: 1000, uuids: 1000, sum: expect.stringMatching(/^\d+\.\d\d$/) as string }]);
    const types = await sql(
      `select column_name, data_type from information_schema.columns where table_name = 'orders' order by ordinal_position`,
    );
    expect(types.map(({ data_type }) => data_type)).toEqual([
      'integer',
      'uuid',
      'text',
      'text',
      'text',
      'text',
      'text',
      'integer',
      'numeric',
      'timestamp with time zone',
      'date',
      'boolean',
      'text',
      'text',
    ]);
    expect(await readdir(folder)).toEqual(['orders.csv']);
  });

  test('stdin into an existing table, columns by name in another order, with a default', async () => {
    await sql(
      `create table by_name (id int primary key, "Full Name" text, price numeric(10,2), source text default 'file')`,
    );
    const result = await sluice(['load', '-', '--db', database.url, '--table', 'by_name', '--json'], {
      cwd: await tempFolder(),
      stdin: 'PRICE,full_name,id\n1.5,Ann,1\n,"",2\n',
    });
    expect(result.exitCode).toBe(0);
    expect(await sql('select * from by_name order by id')).toEqual([
      { id: 1, 'Full Name': 'Ann', price: '1.50', source: 'file' },
      { id: 2, 'Full Name': '', price: null, source: 'file' },
    ]);
  });

  test('stdin into a table that is made: the types are those of the whole input', async () => {
    const rows = Array.from({ length: 30_000 }, (_, index) => `${index},${index === 29_999 ? 'x' : index}`);
    const stdin = `a,b\n${rows.join('\n')}\n`;
    const args = ['load', '-', '--db', database.url, '--table', 'piped', '--create', '--json'];
    const result = await sluice(args, { cwd: await tempFolder(), stdin });
    expect(JSON.parse(result.stdout)).toMatchObject({
      outcome: 'loaded',
      tableCreated: true,
      counts: { loaded: 30_000 },
    });
    expect(await sql('select pg_typeof(a)::text as a, pg_typeof(b)::text as b from piped limit 1')).toEqual([
      { a: 'integer', b: 'text' },
    ]);
  });

  test('by position, with another delimiter and quote, and texts for NULL', async () => {
    await sql('create table by_position (a int, b text, c text)');
    const flags = ['--table', 'by_position', '--no-header', '-d', ';', '--quote', "'", '--null', 'NULL', '--null', '-'];
    const { exitCode } = await load("1;'x;y';NULL\n-;it's;'NULL'\n", flags);
    expect(exitCode).toBe(0);
    expect(await sql('select * from by_position')).toEqual([
      { a: 1, b: 'x;y', c: null },
      { a: null, b: "it's", c: 'NULL' },
    ]);
  });

  test('a value that only Postgres can read sends its batch as text, and the rest is the same', async () => {
    await sql('create table undecided (id int, at timestamptz, r int4range, note text)');
    const { summary } = await load(
      'id,at,r,note\n1,"Jan 5 2024 10:00 PST","[1,5)","tab\there"\n2,2024-01-05,empty,"back\\slash"\n3,,,"\\N"\n',
      ['--table', 'undecided'],
    );
    expect(summary.counts).toMatchObject({ read: 3, loaded: 3 });
    expect(await sql(`select id, at = '2024-01-05 18:00Z' as at, r::text, note from undecided order by id`)).toEqual([
      { id: 1, at: true, r: '[1,5)', note: 'tab\there' },
      { id: 2, at: false, r: 'empty', note: 'back\\slash' },
      { id: 3, at: null, r: null, note: '\\N' },
    ]);
  });

  test('a header only is a load of nothing', async () => {
    await sql('create table header_only (a int)');
    const { exitCode, summary } = await load('a\n', ['--table', 'header_only']);
    expect([exitCode, summary.counts.read, summary.outcome]).toEqual([0, 0, 'loaded']);
  });

  test('a dry run does everything but the commit', async () => {
    const { exitCode, summary } = await load('a,b\n1,x\n', ['--table', 'dry', '--create', '--dry-run']);
    expect([exitCode, summary.outcome, summary.counts.loaded]).toEqual([0, 'dry_run', 1]);
    expect(await sql(`select to_regclass('dry') as found`)).toEqual([{ found: null }]);
  });

  test('--map and --ignore-columns', async () => {
    await sql('create table mapped (id int, label text)');
    const flags = ['--table', 'mapped', '--map', 'a=b=label', '--ignore-columns', 'junk, more'];
    const { exitCode } = await load('id,a=b,junk,more\n1,x,2,3\n', flags);
    expect(exitCode).toBe(0);
    expect(await sql('select * from mapped')).toEqual([{ id: 1, label: 'x' }]);
  });

  test('--ignore-columns takes a name that holds a comma', async () => {
    await sql('create table commas (id int)');
    const flags = ['--table', 'commas', '--ignore-columns', 'a,b', '--ignore-columns', 'c,d'];
    const { exitCode } = await load('id,"a,b",c,d\n1,2,3,4\n', flags);
    expect(exitCode).toBe(0);
  });

  test('a new table in a new schema', async () => {
    const { exitCode } = await load('a\n1\n', ['--table', 'sales.fresh', '--create']);
    expect(exitCode).toBe(0);
    const again = await load('a\n1\n', ['--table', 'sales.fresher', '--create']);
    expect(again.exitCode).toBe(0);
    expect(
      await sql('select (select count(*) from sales.fresh)::int + (select count(*) from sales.fresher)::int as n'),
    ).toEqual([{ n: 2 }]);
  });

  test('two runs that make one table at once: one loads, the other loads too or says to run again', async () => {
    const runs = await Promise.all([1, 2].map(() => load('a\n1\n', ['--table', 'contested', '--create'])));
    const losers = runs.filter(({ exitCode }) => exitCode !== 0);
    for (const { exitCode, stderr } of losers) {
      expect(exitCode).toBe(6);
      expect(stderr).toContain('contested was made by someone else meanwhile');
    }
    expect(losers.length).toBeLessThan(2);
    expect(await sql('select count(*)::int from contested')).toEqual([{ count: 2 - losers.length }]);
  });

  test.each(['"; drop table victims; --', '__proto__', 'constructor', 'a "b" c', 'naïve 名前'])(
    'the header %j is only a name',
    async (name) => {
      await sql('create table if not exists victims (a int); insert into victims values (1)');
      const header = `id,"${name.replaceAll('"', '""')}"`;
      await sql('drop table if exists hostile');
      const { exitCode } = await load(`${header}\n1,x\n`, ['--table', 'hostile', '--create']);
      expect(exitCode).toBe(0);
      const again = await load(`${header}\n2,y\n`, ['--table', 'hostile']);
      expect(again.exitCode).toBe(0);
      expect(await sql('select count(*)::int from hostile')).toEqual([{ count: 2 }]);
      expect(await sql('select count(*) > 0 as there from victims')).toEqual([{ there: true }]);
    },
  );
});

describe('rejects', () => {
  const table = `create table bad (id int not null, amount numeric(5,2), day date, mood text)`;
  const text = [
    'id,amount,day,mood',
    '1,1.50,2024-01-02,ok',
    '2,"12,50",2024-02-30,"two\nlines"',
    'x,1,2024-01-02',
    '3,1000,2024-01-02,fine',
    '"4,1,2024-01-02,open',
    ',1,2024-01-02,no id',
    '5,2,2024-01-03,ok',
    '',
  ].join('\n');

  beforeAll(() => sql(table));

  test('within the budget: the good are loaded, the bad are in two files, the exit code says so', async () => {
    await sql('truncate bad');
    const { exitCode, folder, stderr, summary } = await load(text, ['--table', 'bad', '--max-errors', '5']);
    expect(exitCode).toBe(3);
    expect(summary).toMatchObject({
      outcome: 'loaded_with_rejects',
      counts: { read: 7, expanded: 0, loaded: 2, rejected: 5, filtered: 0, skipped: 0, rolledBack: 0 },
    });
    expect(await sql('select id from bad order by id')).toEqual([{ id: 1 }, { id: 5 }]);
    expect(await readFile(join(folder, 'data.rejects.csv'), 'utf8')).toBe(
      'id,amount,day,mood\n2,"12,50",2024-02-30,"two\nlines"\nx,1,2024-01-02\n3,1000,2024-01-02,fine\n"4,1,2024-01-02,open\n,1,2024-01-02,no id\n',
    );
    const faults = (await readFile(join(folder, 'data.rejects.ndjson'), 'utf8')).trimEnd().split('\n');
    expect(faults.map((line) => JSON.parse(line) as Record<string, unknown>)).toMatchObject(
      [
        { line: 3, record: 2, column: 'amount', value: '12,50', stage: 'validate', code: 'invalid', sqlstate: '22P02' },
        { line: 3, record: 2, column: 'day', value: '2024-02-30', stage: 'validate', code: 'out_of_range' },
        { line: 5, record: 3, column: null, value: null, stage: 'parse', code: 'too_few_fields' },
        { line: 6, record: 4, column: 'amount', value: '1000', code: 'out_of_range' },
        { line: 7, record: 5, code: 'text_after_quote' },
        {
          line: 8,
          record: 6,
          column: 'id',
          value: null,
          code: 'not_null',
          byteOffset: text.indexOf(',1,2024-01-02,no id'),
        },
      ].map((fault) => (fault.code === 'text_after_quote' ? { ...fault, code: expect.any(String) as string } : fault)),
    );
    expect(stderr).toContain('data.csv:3: amount "12,50": not a numeric(5,2)');
    expect(stderr).toContain('data.csv:5: too few fields (3 of 4)');
    expect(summary.rejectFiles).toHaveLength(2);
  });

  test('the corrected rejects file loads with the same command', async () => {
    await sql('truncate bad');
    const { folder } = await load(text, ['--table', 'bad', '--max-errors', '5']);
    const corrected = '2,12.50,2024-02-29,"two\nlines"\n';
    await writeFile(join(folder, 'data.csv'), `id,amount,day,mood\n${corrected}`);
    const again = await sluice(['load', 'data.csv', '--table', 'bad', '--db', database.url], { cwd: folder });
    expect(again.exitCode).toBe(0);
    expect(await sql('select id from bad order by id')).toEqual([{ id: 1 }, { id: 2 }, { id: 5 }]);
  });

  test.each([
    [[], 4],
    [['--max-errors', '4'], 4],
    [['--max-errors', '71.4%'], 4],
    [['--max-errors', '71.5%'], 3],
    [['--max-errors', '100%'], 3],
  ])('the budget %j ends with %i', async (flags, expected) => {
    await sql('truncate bad');
    const { exitCode, summary, stderr } = await load(text, ['--table', 'bad', ...flags]);
    expect(exitCode).toBe(expected);
    expect(summary.counts).toMatchObject({
      read: 7,
      rejected: 5,
      loaded: expected === 4 ? 0 : 2,
      rolledBack: expected === 4 ? 2 : 0,
    });
    expect(await sql('select count(*)::int from bad')).toEqual([{ count: expected === 4 ? 0 : 2 }]);
    if (expected === 4) expect(stderr).toContain('5 of 7 records were rejected');
  });

  test('over budget it goes on reading, to 1,000 rejects', async () => {
    await sql('truncate bad');
    const rows = Array.from({ length: 200_000 }, (_, index) =>
      index % 2 === 0 ? `${index},1,2024-01-02,ok` : `x,1,2024-01-02,ok`,
    );
    const { exitCode, summary, stderr } = await load(`id,amount,day,mood\n${rows.join('\n')}\n`, ['--table', 'bad']);
    expect(exitCode).toBe(4);
    expect(summary.stoppedEarly).toBe(true);
    expect(summary.counts.rejected).toBeGreaterThanOrEqual(1000);
    expect(summary.counts.read).toBeLessThan(200_000);
    expect(summary.faults).toEqual([
      { stage: 'validate', column: 'id', code: 'invalid', count: summary.counts.rejected },
    ]);
    expect(stderr.match(/^data\.csv:\d+: /gm)).toHaveLength(10);
  });

  test('a table made by a run that is rolled back is not there', async () => {
    const { exitCode } = await load('a,b\n1,2\n3\n', ['--table', 'unmade', '--create']);
    expect(exitCode).toBe(4);
    expect(await sql(`select to_regclass('unmade') as found`)).toEqual([{ found: null }]);
  });

  test('bytes that are no UTF-8, and NUL, are faults of their column', async () => {
    await sql('create table bytes (id int, name text)');
    const bytes = Buffer.concat([Buffer.from('id,name\n1,caf\xe9\n2,a\0b\n', 'latin1'), Buffer.from('3,café\n')]);
    const { exitCode, stderr } = await load(bytes, ['--table', 'bytes', '--max-errors', '2']);
    expect(exitCode).toBe(3);
    expect(stderr).toContain('data.csv:2: name "caf\\xe9": not valid UTF-8');
    expect(stderr).toContain('data.csv:3: name "a\\x00b": holds a NUL byte');
    expect(await sql('select * from bytes')).toEqual([{ id: 3, name: 'café' }]);
  });

  test('a value that would steer the terminal is shown escaped', async () => {
    await sql('create table steering (id int)');
    const { stderr } = await load('id\n\u001b]0;owned\u0007\u001b[2J\n', [
      '--table',
      'steering',
      '--delimiter',
      ',',
      '--header',
      '1',
      '--skip-lines',
      '0',
    ]);

    expect(stderr).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f]/);
    expect(stderr).toContain('\\x1b]0;owned');
  });
});
