/** JSON into tables: one record a line, arrays, documents; what any record may have or lack. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { RunSummary } from '../../src/report/summary.js';
import { sluice, type CliResult } from '../support/cli.js';
import { folderOf } from '../support/folder-of.js';
import { loadBench } from '../support/load-bench.js';

const bench = loadBench();

interface JsonResult extends CliResult {
  readonly folder: string;
  readonly summary: RunSummary;
}

/** Runs `sluice load` on a text; the name of the file says what it is, and no more than that. */
async function load(text: string, args: readonly string[], name = 'data.json'): Promise<JsonResult> {
  const folder = await folderOf({ [name]: text });
  const result = await sluice(['load', name, '--db', bench.url, '--json', ...args], { cwd: folder });
  return { ...result, folder, summary: JSON.parse(result.stdout || 'null') as RunSummary };
}

/** The columns of a table and their types. */
async function typesOf(table: string): Promise<Record<string, unknown>> {
  const rows = await bench.sql(
    `select attname, format_type(atttypid, atttypmod) as type from pg_attribute
     where attrelid = '${table}'::regclass and attnum > 0 order by attnum`,
  );
  return Object.fromEntries(rows.map(({ attname, type }) => [String(attname), type]));
}

const records = [
  '{"id": 1, "name": "Ann", "n": 12345678901234567890, "at": "2024-01-02T03:04:05Z", "ok": true, "more": {"a": [1, "x"]}}',
  '{"name": "B\\u00e9 \\"q\\" \\n", "id": 2, "n": 0.10, "more": [null]}',
  '{"id": 3, "name": null, "n": 1e3, "ok": false, "at": null, "more": null}',
];
const expected = [
  { id: 1, name: 'Ann', n: '12345678901234567890', at: new Date('2024-01-02T03:04:05Z'), ok: true },
  { id: 2, name: 'Bé "q" \n', n: '0.10', at: null, ok: null },
  { id: 3, name: null, n: '1000', at: null, ok: false },
];

const shapes: readonly [string, string][] = [
  ['a record a line', `${records.join('\n')}\n`],
  ['an array', `[\n  ${records.join(',\n  ')}\n]\n`],
  ['an array on one line', `[${records.join(',')}]`],
  ['documents one after the other', records.map((record) => record.replaceAll(', ', ',\n')).join('\n')],
];

describe.each(shapes)('%s', (shape, text) => {
  const table = shape.replaceAll(' ', '_');

  test('into a table: keys in any order, missing ones NULL, numbers digit for digit', async () => {
    await bench.sql(
      `create table ${table} (id int, name text, n numeric, at timestamptz, ok boolean, more jsonb, "left" text)`,
    );
    const { exitCode, summary, stderr } = await load(text, ['--table', table]);
    expect(exitCode, stderr).toBe(0);
    expect(summary.counts).toMatchObject({ read: 3, loaded: 3 });
    const rows = await bench.sql(`select id, name, n, at, ok, more::text, "left" from ${table} order by id`);
    const more = ['{"a": [1, "x"]}', '[null]', null];
    expect(rows).toEqual(expected.map((row, index) => ({ ...row, more: more[index], left: null })));
  });

  test('into a new table: what is nested is jsonb', async () => {
    const { exitCode, summary, stderr } = await load(text, ['--table', `new_${table}`, '--create']);
    expect(exitCode, stderr).toBe(0);
    expect(summary).toMatchObject({ tableCreated: true, counts: { loaded: 3 } });
    expect(await typesOf(`new_${table}`)).toEqual({
      id: 'integer',
      name: 'text',
      n: 'numeric',
      at: 'timestamp with time zone',
      ok: 'boolean',
      more: 'jsonb',
    });
    expect(await bench.sql(`select id, name, n, at, ok from new_${table} order by id`)).toEqual(expected);
    expect(await bench.sql(`select more->'a'->>1 as x from new_${table} where id = 1`)).toEqual([{ x: 'x' }]);
  });
});

describe('a new table', () => {
  test('has the keys of all records, the last one too; a string of digits stays text, unless dates are what they are', async () => {
    const first = Array.from({ length: 20_000 }, (_, id) => `{"id":${id},"zip":"0${id}","day":"2024-01-02"}\n`).join(
      '',
    );
    const { exitCode, stderr } = await load(`${first}{"id":-1,"late":"x"}\n`, ['--table', 'all_keys', '--create']);
    expect(exitCode, stderr).toBe(0);
    expect(await typesOf('all_keys')).toEqual({ id: 'integer', zip: 'text', day: 'date', late: 'text' });
    expect(await bench.sql('select * from all_keys where late is not null')).toEqual([
      { id: -1, zip: null, day: null, late: 'x' },
    ]);
  });

  test('from standard input', async () => {
    const stdin = '{"a":1}\n{"b":2}\n';
    const cwd = await folderOf({});
    const args = ['load', '-', '--table', 'from_stdin', '--create', '--db', bench.url];
    expect((await sluice(args, { cwd, stdin })).exitCode).toBe(0);
    expect(await bench.sql('select * from from_stdin order by a')).toEqual([
      { a: 1, b: null },
      { a: null, b: 2 },
    ]);
  });

  test('with hostile keys', async () => {
    const keys = ['__proto__', 'constructor', '"; drop table x; --', 'naïve 名前'];
    const record = JSON.stringify(Object.fromEntries(keys.map((key, index) => [`k${index}`, key])));
    const text = keys.reduce((json, key, index) => json.replace(`"k${index}":`, `${JSON.stringify(key)}:`), record);
    const { exitCode, stderr } = await load(`${text}\n${text}\n`, ['--table', 'hostile', '--create']);
    expect(exitCode, stderr).toBe(0);
    const again = await load(`${text}\n`, ['--table', 'hostile']);
    expect(again.exitCode, again.stderr).toBe(0);
    expect(await bench.sql('select count(*)::int, min(__proto__) as proto from hostile')).toEqual([
      { count: 3, proto: '__proto__' },
    ]);
  });
});

describe('keys and columns', () => {
  test('a key that no column takes is refused before anything is loaded, when the first records show it', async () => {
    await bench.sql('create table keys (id int, name text)');
    const { exitCode, stderr } = await load('{"id":1,"nam":"x"}\n', ['--table', 'keys']);
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/no column of the table matches nam \(nearest: name\).*COLUMN_MISMATCH/);
    const ignored = await load('{"id":1,"nam":"x"}\n', ['--table', 'keys', '--ignore-columns', 'nam']);
    expect(ignored.exitCode).toBe(0);
    const mapped = await load('{"id":2,"nam":"y"}\n', ['--table', 'keys', '--map', 'nam=name']);
    expect(mapped.exitCode).toBe(0);
    expect(await bench.sql('select * from keys order by id')).toEqual([
      { id: 1, name: null },
      { id: 2, name: 'y' },
    ]);
  });

  const head = Array.from({ length: 20_000 }, (_, id) => `{"id":${id},"name":"a name to fill the head"}\n`).join('');

  test('a key that comes late goes to its column; one that has none is a reject', async () => {
    await bench.sql('create table late (id int, name text, note text)');
    const text = `${head}{"id":-1,"note":"here"}\n{"id":-2,"other":1}\n`;
    const { exitCode, stderr, folder, summary } = await load(
      text,
      ['--table', 'late', '--max-errors', '1'],
      'd.ndjson',
    );
    expect(exitCode).toBe(3);
    expect(stderr).toContain('d.ndjson:20002: other: no column for this key');
    expect(summary.counts).toMatchObject({ read: 20_002, loaded: 20_001, rejected: 1 });
    expect(await readFile(join(folder, 'd.rejected.ndjson'), 'utf8')).toBe('{"id":-2,"other":1}\n');
    expect(await bench.sql('select * from late where id < 0')).toEqual([{ id: -1, name: null, note: 'here' }]);
  });

  test('a late key that a flag leaves out, or maps', async () => {
    await bench.sql('create table late_flags (id int, name text, label text)');
    const text = `${head}{"id":-1,"junk":1,"tag":"t"}\n`;
    const args = ['--table', 'late_flags', '--ignore-columns', 'junk', '--map', 'tag=label'];
    const { exitCode, stderr } = await load(text, args);
    expect(exitCode, stderr).toBe(0);
    expect(await bench.sql('select * from late_flags where id < 0')).toEqual([{ id: -1, name: null, label: 't' }]);
  });

  test('a column with a default keeps it, unless the key comes', async () => {
    await bench.sql(
      `create table defaults (id int, kind text default 'plain', n int generated always as (id * 2) stored)`,
    );
    const { exitCode, stderr } = await load('{"id":1}\n{"id":2}\n', ['--table', 'defaults']);
    expect(exitCode, stderr).toBe(0);
    expect(await bench.sql('select * from defaults order by id')).toEqual([
      { id: 1, kind: 'plain', n: 2 },
      { id: 2, kind: 'plain', n: 4 },
    ]);
  });

  test.each([
    ['an empty array', '[]', 0],
    ['empty records', '{}\n{}\n', 2],
  ])('%s is a load of that many rows', async (_, text, rows) => {
    await bench.sql('drop table if exists bare; create table bare (id int, name text)');
    const { exitCode, stderr, summary } = await load(text, ['--table', 'bare']);
    expect(exitCode, stderr).toBe(0);
    expect([summary.counts.loaded, await bench.sql('select count(*)::int from bare')]).toEqual([
      rows,
      [{ count: rows }],
    ]);
  });
});

describe('values', () => {
  test('nested ones in columns that can not hold them are rejects that say so; in text they are their JSON', async () => {
    await bench.sql('create table nested (id int, n int, t text, j json)');
    const text = '{"id":1,"t":{"a": 1},"j":"s"}\n{"id":2,"n":[1]}\n{"id":3,"n":{"a":1},"t":7,"j":[1, 2]}\n';
    const { exitCode, stderr } = await load(text, ['--table', 'nested', '--max-errors', '2']);
    expect(exitCode).toBe(3);
    expect(stderr).toContain('data.json:2: n "[1]": an object or array where a single value is due');
    expect(await bench.sql('select id, t, j::text from nested')).toEqual([{ id: 1, t: '{"a": 1}', j: '"s"' }]);
  });

  test('are checked as those of CSV are', async () => {
    await bench.sql('create table checked (id int not null, amount numeric(5,2), day date)');
    const text = '{"id":1,"amount":1234.5,"day":"2024-02-30"}\n{"amount":1}\n{"id":2,"amount":"9.99"}\n';
    const { exitCode, summary, stderr } = await load(text, ['--table', 'checked', '--max-errors', '2']);
    expect(exitCode).toBe(3);
    expect(summary.faults.map(({ column, code }) => `${column}:${code}`).toSorted()).toEqual([
      'amount:out_of_range',
      'day:out_of_range',
      'id:not_null',
    ]);
    expect(stderr).toContain('data.json:1: amount "1234.5"');
    expect(await bench.sql('select id, amount from checked')).toEqual([{ id: 2, amount: '9.99' }]);
  });

  test('a NUL, escaped, is a fault of its column', async () => {
    await bench.sql('create table nuls (a text)');
    const { exitCode, stderr } = await load('{"a":"x\\u0000y"}\n', ['--table', 'nuls']);
    expect(exitCode).toBe(4);
    expect(stderr).toMatch(/data\.json:1: a ".*": holds a NUL byte/);
  });
});

describe('--flatten', () => {
  const text = '{"id":1,"who":{"name":"Ann","at":{"city":"Bonn"}},"tags":[1]}\n{"who":{"at":{"zip":"53111"}},"id":2}\n';

  test('into a new table', async () => {
    const { exitCode, stderr } = await load(text, ['--table', 'flat', '--create', '--flatten']);
    expect(exitCode, stderr).toBe(0);
    expect(await typesOf('flat')).toEqual({
      id: 'integer',
      who_name: 'text',
      who_at_city: 'text',
      who_at_zip: 'text',
      tags: 'jsonb',
    });
    expect(await bench.sql('select id, who_name, who_at_city, who_at_zip from flat order by id')).toEqual([
      { id: 1, who_name: 'Ann', who_at_city: 'Bonn', who_at_zip: null },
      { id: 2, who_name: null, who_at_city: null, who_at_zip: '53111' },
    ]);
  });

  test('into a table of which one column takes a whole object', async () => {
    await bench.sql('create table half_flat (id int, who_name text, who_at jsonb, tags text)');
    const { exitCode, stderr } = await load(text, ['--table', 'half_flat', '--flatten', '--format', 'ndjson']);
    expect(exitCode, stderr).toBe(0);
    expect(await bench.sql('select id, who_name, who_at::text, tags from half_flat order by id')).toEqual([
      { id: 1, who_name: 'Ann', who_at: '{"city": "Bonn"}', tags: '[1]' },
      { id: 2, who_name: null, who_at: '{"zip": "53111"}', tags: null },
    ]);
  });
});

describe('--select', () => {
  const document = '{"meta": {"n": 2}, "data": {"items": [{"id": 1}, {"id": 2}]}, "rest": [3]}';

  test.each([
    ['data.items', 2],
    ['$.data.items', 2],
    ['data.*', 2],
  ])('%s', async (path, rows) => {
    await bench.sql('drop table if exists selected; create table selected (id int)');
    const { exitCode, stderr, summary } = await load(document, ['--table', 'selected', '--select', path]);
    expect(exitCode, stderr).toBe(0);
    expect(summary.counts).toMatchObject({ read: rows, loaded: rows });
  });

  test('of nothing that is there', async () => {
    await bench.sql('create table unselected (id int)');
    const { exitCode, stderr } = await load(document, ['--table', 'unselected', '--select', 'data.item']);
    expect([exitCode, stderr.includes('SELECT_NOT_FOUND')]).toEqual([2, true]);
  });
});

describe('what is malformed', () => {
  const lines = ['{"id":1}', '{"id":2,}', '{"id":3', 'nonsense', '[4]', '{"id":5} x', '{"id":"6"}', ''];

  test('a line is a reject with its line; the next is read', async () => {
    await bench.sql('create table broken (id int)');
    const args = ['--table', 'broken', '--max-errors', '5', '--format', 'ndjson'];
    const { exitCode, folder, summary } = await load(lines.join('\n'), args, 'd.ndjson');
    expect(exitCode).toBe(3);
    expect(summary.counts).toMatchObject({ read: 7, loaded: 2, rejected: 5 });
    expect(await bench.sql('select id from broken order by id')).toEqual([{ id: 1 }, { id: 6 }]);
    expect(await readFile(join(folder, 'd.rejected.ndjson'), 'utf8')).toBe(`${lines.slice(1, 6).join('\n')}\n`);
    const faults = (await readFile(join(folder, 'd.rejects.ndjson'), 'utf8')).trimEnd().split('\n');
    const codes = faults.map((line) => JSON.parse(line) as { line: number; code: string });
    expect(codes.map(({ line, code }) => [line, code])).toEqual([
      [2, 'malformed_json'],
      [3, 'malformed_json'],
      [4, 'malformed_json'],
      [5, 'not_an_object'],
      [6, 'malformed_json'],
    ]);
  });

  test('a record of an array is a reject; those after it are read', async () => {
    await bench.sql('create table broken_array (id int)');
    const text = '[\n{"id":1},\n{"id":2,,},\n{"id":3}\n]';
    const { exitCode, stderr, summary } = await load(text, ['--table', 'broken_array', '--max-errors', '1']);
    expect(exitCode, stderr).toBe(3);
    expect(summary.counts).toMatchObject({ loaded: 2, rejected: 1 });
    expect(stderr).toContain('data.json:3: ');
  });

  test('what is too deep or too long is a reject', async () => {
    await bench.sql('create table limits (a text)');
    const text = `{"a":${'['.repeat(70)}${']'.repeat(70)}}\n{"a":"${'x'.repeat(2000)}"}\n{"a":"fine"}\n`;
    const args = ['--table', 'limits', '--max-record-bytes', '1k', '--max-errors', '2'];
    const { exitCode, summary } = await load(text, args);
    expect(exitCode).toBe(3);
    expect(summary.faults.map(({ code }) => code).toSorted()).toEqual(['record_too_long', 'too_deep']);
    expect(await bench.sql('select a from limits')).toEqual([{ a: 'fine' }]);
  });
});
