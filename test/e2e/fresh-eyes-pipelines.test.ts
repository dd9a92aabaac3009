import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sluice } from '../support/cli.js';
import { createTestDatabase, query, type TestDatabase } from '../support/database.js';
import { folderOf } from '../support/folder-of.js';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

/** Loads `table.csv` by a pipeline. */
async function load(table: string, csv: string, pipeline: string, flags: string[] = []) {
  const cwd = await folderOf({ [`${table}.csv`]: csv, 'p.yaml': `${pipeline}\ntarget: {create: true}\n` });
  const args = ['load', `${table}.csv`, '--pipeline', 'p.yaml', ...flags];
  const env = { DATABASE_URL: database.url, LIMIT: 'geheim' };
  return { ...(await sluice(args, { cwd, env })), cwd };
}

test('a day is the midnight of its zone where a time is due', async () => {
  const pipeline = `columns:
  iso: {from: iso, timezone: Europe/Paris, type: timestamptz}
  own: {from: own, format: [dd/MM/yyyy HH:mm, dd/MM/yyyy], timezone: Europe/Paris, type: timestamptz}
  day: {from: own, format: [dd/MM/yyyy HH:mm, dd/MM/yyyy], timezone: Europe/Paris, type: date}
  local: {from: iso, timezone: Europe/Paris, type: timestamp}`;
  const csv = 'iso,own\n2024-07-01,01/07/2024\n2024-01-31 10:00,31/01/2024 10:00\n';
  const { exitCode, stderr } = await load('days', csv, pipeline);
  expect(exitCode, stderr).toBe(0);
  const rows = await query(
    database.url,
    `select (iso at time zone 'UTC')::text as iso, iso = own as same, day::text, local::text from days order by iso`,
  );
  expect(rows).toEqual([
    { iso: '2024-01-31 09:00:00', same: true, day: '2024-01-31', local: '2024-01-31 10:00:00' },
    { iso: '2024-06-30 22:00:00', same: true, day: '2024-07-01', local: '2024-07-01 00:00:00' },
  ]);
});

test('a default is the same value for NULL and for what can not be made', async () => {
  const pipeline = `source: {decimal: ',', thousands: .}
columns:
  id: {type: integer}
  own: {from: a, decimal: ',', thousands: ., default: 1.500, onError: default, type: numeric}
  file: {from: a, default: 1.500, onError: default, type: numeric}
  plain: {from: a, decimal: ',', default: 2.5, onError: default, type: numeric}
  day: {from: d, format: dd/MM/yyyy, default: 01/02/2024, onError: default, type: date}
  mapped: {from: m, map: {A: 1}, default: 0, onError: default, type: integer}
  '*': drop`;
  const { exitCode, stderr } = await load('defaults', 'id,a,d,m\n1,,,\n2,x,x,x\n', pipeline);
  expect(exitCode, stderr).toBe(0);
  const value = { own: 1500, file: 1500, plain: 2.5, day: '2024-02-01', mapped: 0 };
  const sql = 'select id, own::float8, file::float8, plain::float8, day::text, mapped from defaults order by id';
  expect(await query(database.url, sql)).toEqual([
    { id: 1, ...value },
    { id: 2, ...value },
  ]);
});

test('what is looked up in the database is not spelled as the input', async () => {
  const pipeline = `source: {decimal: ',', thousands: .}
columns:
  price: {from: code, lookup: {query: "select * from (values ('a', 12.500), ('b', 1234.567)) v"}, type: 'numeric(10,3)'}
  same: {from: code, lookup: {query: "select * from (values ('a', 12.500), ('b', 1234.567)) v"}}
  mapped: {from: code, map: {a: 1.250, b: 2.5}, type: numeric}
  kept: {from: n, map: {x: '0'}, otherwise: keep, type: numeric}`;
  const { exitCode, stderr } = await load('looked_up', 'code;n\na;1.500\nb;x\n', pipeline);
  expect(exitCode, stderr).toBe(0);
  const sql = 'select price::float8, same::float8, mapped::float8, kept::float8 from looked_up order by 1';
  expect(await query(database.url, sql)).toEqual([
    { price: 12.5, same: 12.5, mapped: 1.25, kept: 1500 },
    { price: 1234.567, same: 1234.567, mapped: 2.5, kept: 0 },
  ]);
});

test('no rule tells a value of the environment', async () => {
  const pipeline = `columns:
  a: {in: ['\${LIMIT}', x], pattern: '^\${LIMIT}', min: '\${LIMIT}', max: '\${LIMIT}'}
  b: {pattern: {pattern: '^\${LIMIT}', flags: i}}
rules:
  - {expr: 'b == "\${LIMIT}"'}
  - {expr: 'b == "\${LIMIT}"', message: 'b is not \${LIMIT}'}`;
  const { exitCode, stderr, stdout, cwd } = await load('rules', 'a,b\na,b\nz,b\nx,geheimer\n', pipeline, ['--json']);
  expect(exitCode, stderr).toBe(4);
  expect(stderr).toContain('not one of ***');
  const rejects = await readFile(join(cwd, 'rules.rejects.ndjson'), 'utf8');
  expect(stderr + stdout + rejects.replaceAll('geheimer', '')).not.toContain('geheim');
});

test('columns that are passed on keep their values when a field becomes two columns', async () => {
  const csv = 'id,c,x,y,z\n1,C,ex,why,zed\n';
  const pipeline = 'columns: {p: c, q: {from: c, lower: true}}';
  const { exitCode, stderr, cwd } = await load('passed', csv, pipeline);
  expect(exitCode, stderr).toBe(0);
  const row = { id: 1, p: 'C', q: 'c', x: 'ex', y: 'why', z: 'zed' };
  expect(await query(database.url, 'select * from passed')).toEqual([row]);
  await query(database.url, 'create table passed_on (z text, y text, x text, q text, p text, id int)');
  const flags = ['--pipeline', 'p.yaml', '--table', 'passed_on'];
  const again = await sluice(['load', 'passed.csv', ...flags], { cwd, env: { DATABASE_URL: database.url } });
  expect(again.exitCode, again.stderr).toBe(0);
  expect(await query(database.url, 'select * from passed_on')).toEqual([row]);
  const converted = await sluice(['convert', 'passed.csv', '--pipeline', 'p.yaml', '--to', 'csv'], { cwd });
  expect(converted.stdout).toBe('id,p,q,x,y,z\n1,C,c,ex,why,zed\n');
});

test('columns without a name keep their values', async () => {
  const cwd = await folderOf({ 'unnamed.csv': 'a,,b,\n1,2,3,4\n5,6,7,8\n' });
  const flags = ['--to', 'csv', '--set', 'z=record["column_2"] + record["column_4"]', '--where', 'a == "1"'];
  const { stdout, stderr } = await sluice(['convert', 'unnamed.csv', ...flags], { cwd });
  expect(stdout, stderr).toBe('a,column_2,b,column_4,z\n1,2,3,4,24\n');
});

test('without a header, fields that no column is made from stay', async () => {
  const csv = '1,a,2024-01-31\n2,b,2024-02-01\n';
  const pipeline = 'source: {header: false, delimiter: ","}\ncolumns: {word: {from: 2, upper: true}}';
  const { exitCode, stderr, cwd } = await load('headless', csv, pipeline);
  expect(exitCode, stderr).toBe(0);
  expect(await query(database.url, 'select column_1, word, column_3::text from headless order by 1')).toEqual([
    { column_1: 1, word: 'A', column_3: '2024-01-31' },
    { column_1: 2, word: 'B', column_3: '2024-02-01' },
  ]);
  await query(database.url, 'create table heads (id int, word text, day date)');
  const flags = ['load', 'headless.csv', '--pipeline', 'p.yaml', '--table', 'heads'];
  const env = { DATABASE_URL: database.url };
  const unmet = await sluice(flags, { cwd, env });
  expect(unmet.exitCode, unmet.stderr).toBe(2);
  expect(unmet.stderr).toContain('column_1');
  const met = await sluice([...flags, '--map', 'column_1=id', '--map', 'column_3=day'], { cwd, env });
  expect(met.exitCode, met.stderr).toBe(0);
  expect(await query(database.url, 'select id, word, day::text from heads where id = 2')).toEqual([
    { id: 2, word: 'B', day: '2024-02-01' },
  ]);
});

test('expressions and rules read dates in the order of the session', async () => {
  await query(database.url, 'create table ordered (id int, d date)');
  const cwd = await folderOf({
    'ordered.csv': 'id,d\n1,01/02/2024\n2,13/02/2024\n3,01/03/2024\n',
    'p.yaml':
      'columns: {d: {type: date, min: 2024-01-15, max: 2024-02-15, onError: "null"}}\nwhere: d == null || month(d) == 2\n',
  });
  const env = { DATABASE_URL: database.url, PGDATESTYLE: 'ISO, DMY' };
  const flags = ['ordered.csv', '--pipeline', 'p.yaml', '--table', 'ordered'];
  const { exitCode, stderr } = await sluice(['load', ...flags], { cwd, env });
  expect(exitCode, stderr).toBe(0);
  expect(await query(database.url, 'select id, d::text from ordered order by id')).toEqual([
    { id: 1, d: '2024-02-01' },
    { id: 2, d: '2024-02-13' },
    { id: 3, d: null },
  ]);
  const set = ['load', 'ordered.csv', '--table', 'ordered', '--where', 'month(d) == 3'];
  expect((await sluice(set, { cwd, env })).exitCode).toBe(0);
  expect(await query(database.url, `select id from ordered where d = '2024-03-01'`)).toEqual([{ id: 3 }]);
  const checked = await sluice(['validate', ...flags, '--json'], { cwd, env });
  expect(JSON.parse(checked.stdout)).toMatchObject({ replacedValues: { d: 1 }, counts: { loaded: 3, rejected: 0 } });
});

describe('bytes that are no text are a fault of the record, and a U+FFFD that was written is none', () => {
  const input = Buffer.from('id,name\n1,ok\n2,b\xffd\n3,\xef\xbf\xbd\n', 'latin1');
  const code = (body: string) => ({ 'p.mjs': `import { z } from 'zod';\nexport default ${body};` });
  const yaml = (columns: string) => ({ 'p.yaml': `columns: {${columns}}` });

  test.each([
    ['a function', 'bad_1', yaml("id: {}, name: {expr: 'upper(name)'}"), '\ufffd'],
    ['the value itself', 'bad_2', yaml("id: {}, name: {expr: 'name'}"), '\ufffd'],
    ['a choice', 'bad_3', yaml('id: {}, name: {expr: \'id > 0 ? name : ""\'}'), '\ufffd'],
    ['a list', 'bad_4', yaml("id: {}, name: {expr: '[name]', type: text}"), '["\ufffd"]'],
    ['a default', 'bad_5', yaml('id: {}, name: {expr: \'coalesce(name, "x")\'}'), '\ufffd'],
    ['the record', 'bad_6', yaml('id: {}, name: {expr: \'record["name"]\'}'), '\ufffd'],
    ['transform', 'bad_7', code('{ transform: (r) => ({ id: r.id, name: `${r.name}!` }) }'), '\ufffd!'],
    ['async', 'bad_8', code('{ transform: async (r) => ({ id: r.id, name: `${r.name}!` }) }'), '\ufffd!'],
    ['schema', 'bad_9', code('{ schema: z.object({ id: z.any(), name: z.string() }) }'), '\ufffd'],
    ['a condition', 'bad_10', { 'p.yaml': `where: size(name) > 0` }, '\ufffd'],
  ])('%s', async (_, table, files, third) => {
    const cwd = await folderOf({ ...files, 'in.csv': input });
    const pipeline = Object.keys(files)[0];
    const args = ['load', 'in.csv', '--pipeline', pipeline, '--table', table, '--create', '--max-errors', '5'];
    const { exitCode, stderr } = await sluice(args, { cwd, env: { DATABASE_URL: database.url } });
    expect(exitCode, stderr).toBe(3);
    expect(stderr).toContain('not valid UTF-8');
    expect(await query(database.url, `select id, name from ${table} order by id offset 1`)).toEqual([
      { id: 3, name: third },
    ]);
  });
});
