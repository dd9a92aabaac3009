import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { RunSummary } from '../../src/report/summary.js';
import { sluice } from '../support/cli.js';
import { readConflicts } from '../support/conflicts.js';
import { loadBench } from '../support/load-bench.js';
import { tempFolder } from '../support/temp-folder.js';

const bench = loadBench();

describe('replace', () => {
  test('takes the place of what was there', async () => {
    await bench.sql(
      `create table replaced (id int primary key, note text); insert into replaced values (1, 'old'), (9, 'old')`,
    );
    const { exitCode, summary } = await bench.load('id,note\n1,new\n2,new\n', [
      '--table',
      'replaced',
      '--mode',
      'replace',
    ]);
    expect([exitCode, summary.mode, summary.counts.loaded]).toEqual([0, 'replace', 2]);
    expect(await bench.sql('select id, note from replaced order by id')).toEqual([
      { id: 1, note: 'new' },
      { id: 2, note: 'new' },
    ]);
  });

  test('leaves what was there when the load fails, and in a dry run', async () => {
    await bench.sql(`create table kept_old (id int primary key); insert into kept_old values (7)`);
    const flags = ['--table', 'kept_old', '--mode', 'replace'];
    expect((await bench.load('id\n1\nx\n', flags)).exitCode).toBe(4);
    expect((await bench.load('id\n1\n', [...flags, '--dry-run'])).exitCode).toBe(0);
    expect(await bench.sql('select id from kept_old')).toEqual([{ id: 7 }]);
  });

  test('of a table that another refers to is refused in the words of Postgres', async () => {
    await bench.sql(`create table parents (id int primary key); create table children (parent int references parents)`);
    const { exitCode, stderr } = await bench.load('id\n1\n', ['--table', 'parents', '--mode', 'replace']);
    expect(exitCode).toBe(6);
    expect(stderr).toContain('cannot truncate a table referenced in a foreign key constraint');
  });
});

describe('upsert', () => {
  test('inserts and updates; of a repeated key the last wins, and the others are told of', async () => {
    await bench.sql(`create table stock (sku text, depot int, n int, seen int default 5, primary key (sku, depot))`);
    await bench.sql(`insert into stock values ('a', 1, 10, 1), ('b', 1, 20, 1)`);
    const text = 'sku,depot,n\na,1,11\nc,1,1\nc,1,2\nc,2,9\nc,1,3\n';
    const flags = [
      '--table',
      'stock',
      '--mode',
      'upsert',
      '--key',
      'depot,SKU',
      '--report-conflicts',
      'conflicts.ndjson',
    ];
    const { exitCode, summary, folder } = await bench.load(text, flags);
    expect(exitCode).toBe(0);
    expect(summary.counts).toMatchObject({ read: 5, loaded: 3, skipped: 2, rejected: 0, rolledBack: 0 });
    expect(summary).toMatchObject({ conflictsFile: 'conflicts.ndjson', sources: [{ loaded: 3, skipped: 2 }] });
    expect(await bench.sql('select * from stock order by sku, depot')).toEqual([
      { sku: 'a', depot: 1, n: 11, seen: 1 },
      { sku: 'b', depot: 1, n: 20, seen: 1 },
      { sku: 'c', depot: 1, n: 3, seen: 5 },
      { sku: 'c', depot: 2, n: 9, seen: 5 },
    ]);
    const key = { sku: 'c', depot: 1 };
    const lostTo = { source: 'data.csv', line: 6 };
    expect(await readConflicts(folder)).toEqual([
      { source: 'data.csv', line: 3, key, lostTo },
      { source: 'data.csv', line: 4, key, lostTo },
    ]);
    expect(await readdir(folder)).toEqual(expect.not.arrayContaining([expect.stringMatching(/part$/)]));
  });

  test('with nothing but the key keeps the row that is there', async () => {
    await bench.sql(`create table tags (tag text primary key, added int default 1); insert into tags values ('a', 9)`);
    const flags = ['--table', 'tags', '--mode', 'upsert', '--key', 'tag', '--report-conflicts', 'conflicts.ndjson'];
    const { summary, folder } = await bench.load('tag\na\nb\nb\n', flags);
    expect(summary.counts).toMatchObject({ read: 3, loaded: 1, skipped: 2 });
    expect(await readConflicts(folder)).toEqual([
      { source: 'data.csv', line: 2, key: { tag: 'a' }, lostTo: 'existing row' },
      { source: 'data.csv', line: 4, key: { tag: 'b' }, lostTo: { source: 'data.csv', line: 3 } },
    ]);
  });

  test('rows without a key never meet, unless NULLs are not distinct', async () => {
    await bench.sql(
      'create table loose (k int unique, v text); create table tight (k int unique nulls not distinct, v text)',
    );
    const upsert = (table: string) =>
      bench.load('k,v\n,a\n,b\n1,c\n', ['--table', table, '--mode', 'upsert', '--key', 'k']);
    expect((await upsert('loose')).summary.counts).toMatchObject({ loaded: 3, skipped: 0 });
    expect((await upsert('loose')).summary.counts).toMatchObject({ loaded: 3, skipped: 0 });
    expect(await bench.sql('select count(*)::int from loose')).toEqual([{ count: 5 }]);
    expect((await upsert('tight')).summary.counts).toMatchObject({ loaded: 2, skipped: 1 });
    expect((await upsert('tight')).summary.counts).toMatchObject({ loaded: 2, skipped: 1 });
    expect(await bench.sql('select k, v from tight order by k')).toEqual([
      { k: 1, v: 'c' },
      { k: null, v: 'b' },
    ]);
  });

  test('identity columns take the values of the file, as with COPY', async () => {
    await bench.sql('create table counted (id int generated always as identity primary key, v text)');
    const flags = ['--table', 'counted', '--mode', 'upsert', '--key', 'id'];
    expect((await bench.load('id,v\n5,a\n', flags)).exitCode).toBe(0);
    expect((await bench.load('id,v\n5,b\n', flags)).exitCode).toBe(0);
    expect(await bench.sql('select * from counted')).toEqual([{ id: 5, v: 'b' }]);
  });

  test('equality is that of the index', async () => {
    await bench.sql(`create collation nocase (provider = icu, locale = 'und-u-ks-level2', deterministic = false)`);
    await bench.sql(`create table people (email text collate nocase primary key, name text)`);
    const flags = ['--table', 'people', '--mode', 'upsert', '--key', 'email'];
    const { summary } = await bench.load('email,name\nA@x,1\na@X,2\n', flags);
    expect(summary.counts).toMatchObject({ loaded: 1, skipped: 1 });
    expect(await bench.sql('select * from people')).toEqual([{ email: 'a@X', name: '2' }]);
  });

  test('a key of JSON that no record has shown does not wipe what is there', async () => {
    await bench.sql(
      `create table notes (id int primary key, note text, more text); insert into notes values (1, 'keep', 'keep')`,
    );
    const folder = await tempFolder();
    await writeFile(join(folder, 'notes.ndjson'), '{"id":1,"more":"new"}\n');
    const args = ['load', 'notes.ndjson', '--db', bench.url, '--mode', 'upsert', '--key', 'id'];
    expect((await sluice(args, { cwd: folder })).exitCode).toBe(0);
    expect(await bench.sql('select * from notes')).toEqual([{ id: 1, note: 'keep', more: 'new' }]);
  });

  test.each([
    ['no such key', ['--key', 'v'], 'no unique key on exactly the column v', '--key id and --key region,number'],
    ['no such column', ['--key', 'idd'], 'has no column idd', 'Did you mean id?'],
    [
      'a column that nothing fills',
      ['--key', 'region,number'],
      'nothing of the input goes into the column region',
      '--map',
    ],
  ])('stops before anything is read: %s', async (_, flags, message, hint) => {
    await bench.sql(
      'create table if not exists keyed (id int primary key, v text, region int, number int, unique (region, number))',
    );
    const { exitCode, stderr, summary } = await bench.load('id,v\n1,a\n', [
      '--table',
      'keyed',
      '--mode',
      'upsert',
      ...flags,
    ]);
    expect([exitCode, summary.counts.read]).toEqual([2, 0]);
    expect(stderr).toContain(message);
    expect(stderr).toContain(hint);
  });

  test('into a table that is not there says what to do', async () => {
    const { exitCode, stderr } = await bench.load('id\n1\n', [
      '--table',
      'nowhere',
      '--create',
      '--mode',
      'upsert',
      '--key',
      'id',
    ]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('nowhere does not exist yet');
    expect(stderr).toContain('with a primary key on id');
  });

  test('a trigger that drops rows is noticed', async () => {
    await bench.sql(`create table dropping (id int primary key, v int);
      create function drop_odd() returns trigger language plpgsql as $$ begin return case when new.id % 2 = 0 then new end; end $$;
      create trigger odd before insert on dropping for each row execute function drop_odd()`);
    const { exitCode, summary } = await bench.load('id,v\n1,1\n2,2\n', [
      '--table',
      'dropping',
      '--mode',
      'upsert',
      '--key',
      'id',
    ]);
    expect([exitCode, summary.error?.code]).toEqual([1, 'COUNT_MISMATCH']);
    expect(await bench.sql('select * from dropping')).toEqual([]);
  });
});

describe('ignore', () => {
  test('keeps the row that is there and the first of a repeated key, by any unique key', async () => {
    await bench.sql(`create table members (id int primary key, email text unique, name text, nick text unique);
      insert into members values (1, 'a@x', 'old', 'ann')`);
    const text = [
      'id,email,name,nick',
      '1,new@x,lost to id,',
      '2,a@x,lost to email,',
      '3,c@x,in,cat',
      '4,c@x,lost to line 4,',
      '5,d@x,lost by nick,ann',
      '3,c@x,in,cat',
      '6,,in,',
      '7,,in,',
    ].join('\n');
    const flags = ['--table', 'members', '--mode', 'ignore', '--report-conflicts', 'conflicts.ndjson'];
    const { exitCode, summary, folder } = await bench.load(text, flags);
    expect(exitCode).toBe(0);
    expect(summary.counts).toMatchObject({ read: 8, loaded: 3, skipped: 5 });
    expect(await bench.sql('select id, name from members order by id')).toEqual([
      { id: 1, name: 'old' },
      ...[3, 6, 7].map((id) => ({ id, name: 'in' })),
    ]);
    const source = 'data.csv';
    expect(await readConflicts(folder)).toEqual([
      { source, line: 2, key: { id: 1 }, lostTo: 'existing row' },
      { source, line: 3, key: { email: 'a@x' }, lostTo: 'existing row' },
      { source, line: 5, key: { email: 'c@x' }, lostTo: { source, line: 4 } },
      { source, line: 6, key: { nick: 'ann' }, lostTo: 'existing row' },
      { source, line: 7, key: { id: 3 }, lostTo: { source, line: 4 } },
    ]);
  });

  test('by --key checks that there is such a key', async () => {
    await bench.sql('create table unkeyed (id int, v text)');
    const { exitCode, stderr } = await bench.load('id,v\n1,a\n', [
      '--table',
      'unkeyed',
      '--mode',
      'ignore',
      '--key',
      'id',
    ]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('It has none at all.');
    expect(stderr).toContain('CREATE UNIQUE INDEX ON "public"."unkeyed" ("id")');
    expect(
      (await bench.load('id,v\n1,a\n1,b\n', ['--table', 'unkeyed', '--mode', 'ignore'])).summary.counts.loaded,
    ).toBe(2);
  });

  test('counts the rows of each of several files', async () => {
    await bench.sql('create table shared (id int primary key, origin text)');
    const folder = await tempFolder();
    await writeFile(join(folder, 'a.csv'), 'id,origin\n1,a\n2,a\n');
    await writeFile(join(folder, 'b.csv'), 'id,origin\n2,b\n3,b\n3,bb\n');
    const args = ['load', 'a.csv', 'b.csv', '--db', bench.url, '--table', 'shared', '--mode', 'ignore', '--json'];
    const { stdout } = await sluice([...args, '--report-conflicts', 'conflicts.ndjson'], { cwd: folder });
    const { counts, sources } = JSON.parse(stdout) as RunSummary;
    expect(counts).toMatchObject({ read: 5, loaded: 3, skipped: 2 });
    expect(sources.map(({ loaded, skipped }) => [loaded, skipped])).toEqual([
      [2, 0],
      [1, 2],
    ]);
    expect(await readConflicts(folder)).toEqual([
      { source: 'b.csv', line: 2, key: { id: 2 }, lostTo: { source: 'a.csv', line: 3 } },
      { source: 'b.csv', line: 4, key: { id: 3 }, lostTo: { source: 'b.csv', line: 3 } },
    ]);
  });
});
