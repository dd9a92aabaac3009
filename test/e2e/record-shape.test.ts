import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { sluice } from '../support/cli.js';
import { folderOf } from '../support/folder-of.js';
import { pipelineBench } from '../support/pipeline-bench.js';

const bench = pipelineBench();
const { load } = bench;

const orders = [
  {
    order: 1,
    items: [
      { sku: 'a', n: 1 },
      { sku: 'b', n: 2 },
    ],
    city: 'Rom',
  },
  { order: 2, items: [], city: 'Bonn' },
  { order: 3, items: [{ sku: 'c "x"', n: 3 }], city: 'Wien' },
  { order: 4, city: 'Bern' },
  { order: 5, items: null },
]
  .map((order) => `${JSON.stringify(order)}\n`)
  .join('');

describe('explode and flatten', () => {
  const pipeline = 'transform: [{explode: items}, {flatten: items}]';
  const columns = '"order" int, items_sku text, items_n int, city text';

  test('make a row of each element, with the fields of its record', async () => {
    const { exitCode, stderr, rows, summary } = await load(pipeline, { 'a.ndjson': orders }, { columns });
    expect(exitCode, stderr).toBe(0);
    expect(rows).toEqual([
      { order: 1, items_sku: 'a', items_n: 1, city: 'Rom' },
      { order: 1, items_sku: 'b', items_n: 2, city: 'Rom' },
      { order: 3, items_sku: 'c "x"', items_n: 3, city: 'Wien' },
    ]);
    expect(summary.counts).toMatchObject({ read: 5, expanded: 1, loaded: 3, filtered: 3, rejected: 0 });
  });

  test('make the columns of a new table', async () => {
    const folder = await folderOf({ 'a.ndjson': orders, 'p.yaml': pipeline });
    const args = ['load', 'a.ndjson', '--pipeline', 'p.yaml', '--db', bench.url, '--table', 'exploded', '--create'];
    const { exitCode, stderr } = await sluice(args, { cwd: folder });
    expect(exitCode, stderr).toBe(0);
    expect(
      await bench.sql(`select attname, atttypid::regtype::text as type from pg_attribute
        where attrelid = 'exploded'::regclass and attnum > 0 order by attnum`),
    ).toEqual([
      { attname: 'order', type: 'integer' },
      { attname: 'items_sku', type: 'text' },
      { attname: 'items_n', type: 'integer' },
      { attname: 'city', type: 'text' },
    ]);
  });

  test('keep what is empty when they are told to', async () => {
    const keep = 'transform: [{explode: {field: items, empty: keep}}, {flatten: items}]';
    const { rows, summary } = await load(keep, { 'a.ndjson': orders }, { columns });
    expect(rows.map(({ order, items_sku }) => [order, items_sku])).toEqual([
      [1, 'a'],
      [1, 'b'],
      [2, null],
      [3, 'c "x"'],
      [4, null],
      [5, null],
    ]);
    expect(summary.counts).toMatchObject({ read: 5, expanded: 1, loaded: 6, filtered: 0 });
  });

  test('of CSV with JSON in a field; what is no list is a reject', async () => {
    const csv = 'id,tags\n1,"[""a"", ""b\\u00e9""]"\n2,[]\n3,no list\n4,\n5,[7]\n6,"{""a"":1}"\n';
    const loaded = await load(
      'transform: [{explode: tags}]',
      { 'a.csv': csv },
      {
        columns: 'id int, tags text',
        flags: ['--max-errors', '2'],
      },
    );
    expect(loaded.rows.map(({ id, tags }) => [id, tags])).toEqual([
      [1, 'a'],
      [1, 'bé'],
      [5, '7'],
    ]);
    expect(loaded.summary.counts).toMatchObject({ read: 6, expanded: 1, filtered: 2, rejected: 2, loaded: 3 });
    const faults = (await readFile(join(loaded.folder, 'a.rejects.ndjson'), 'utf8')).trim().split('\n');
    expect(faults.map((line) => JSON.parse(line) as Record<string, unknown>)).toMatchObject([
      { record: 3, stage: 'transform', column: 'tags', code: 'not_a_list', value: 'no list' },
      { record: 6, code: 'not_a_list' },
    ]);
  });

  test('of CSV with an object in a field', async () => {
    const csv = 'id,address\n1,"{""city"": ""Rom"", ""geo"": {""lat"": 1.5}}"\n2,\n3,"{""city"": null}"\n';
    const { rows, exitCode, stderr } = await load(
      'transform: [{flatten: address}, {flatten: address_geo}]\nwhere: id != 2',
      { 'a.csv': csv },
      { columns: 'id int, address_city text, address_geo_lat numeric, address_zip text' },
    );
    expect(exitCode, stderr).toBe(0);
    expect(rows).toEqual([
      { id: 1, address_city: 'Rom', address_geo_lat: '1.5', address_zip: null },
      { id: 3, address_city: null, address_geo_lat: null, address_zip: null },
    ]);
  });

  test('columns, conditions and keys may name members', async () => {
    const { rows, exitCode, stderr } = await load(
      `columns: {sku: {from: items_sku, upper: true}, '*': drop}\nwhere: items_n > 1\n${pipeline.replace(']', '')}, {dedupe: items_n}]`,
      { 'a.ndjson': orders },
      { columns: 'sku text' },
    );
    expect(exitCode, stderr).toBe(0);
    expect(rows).toEqual([{ sku: 'B' }, { sku: 'C "X"' }]);
  });

  test('a record with one bad row is rejected as a whole, and the mended file loads all of it', async () => {
    const bad = orders.replace('"n":2', '"n":"x"');
    const flags = ['--max-errors', '1'];
    const loaded = await load(pipeline, { 'a.ndjson': bad }, { columns, flags });
    expect([loaded.exitCode, loaded.rows.length], loaded.stderr).toEqual([3, 1]);
    expect(loaded.summary.counts).toMatchObject({ read: 5, expanded: 0, loaded: 1, filtered: 3, rejected: 1 });
    expect(await readFile(join(loaded.folder, 'a.rejects.ndjson'), 'utf8')).toContain('"items_n"');
    expect(await readFile(join(loaded.folder, 'a.rejected.ndjson'), 'utf8')).toBe(`${bad.split('\n')[0]}\n`);
  });

  test('rows that PostgreSQL refuses are rejects by themselves, and their record is there once', async () => {
    const loaded = await load(
      'transform: [{explode: id}]',
      { 'a.ndjson': '{"id":[1,1,2,1]}\n{"id":[3]}\n' },
      {
        columns: 'id int unique',
        flags: ['--max-errors', '2'],
      },
    );
    expect([loaded.exitCode, loaded.rows.map(({ id }) => id)], loaded.stderr).toEqual([3, [1, 2, 3]]);
    expect(loaded.summary.counts).toMatchObject({ read: 2, expanded: 3, loaded: 3, rejected: 2 });
    expect(await readFile(join(loaded.folder, 'a.rejected.ndjson'), 'utf8')).toBe('{"id":[1,1,2,1]}\n');
  });

  test.each([['0'], ['5']])('an upsert takes the last of the rows (--max-errors %s)', async (budget) => {
    const loaded = await load(
      pipeline,
      {
        'a.ndjson': '{"order":1,"items":[{"sku":"a","n":1},{"sku":"b","n":1},{"sku":"a","n":2},{"sku":"a","n":3}]}\n',
      },
      {
        columns: '"order" int, items_sku text primary key, items_n int',
        flags: ['--mode', 'upsert', '--key', 'items_sku', '--max-errors', budget],
      },
    );
    expect(loaded.exitCode, loaded.stderr).toBe(0);
    expect(loaded.rows.map(({ items_sku, items_n }) => [items_sku, items_n])).toEqual([
      ['a', 3],
      ['b', 1],
    ]);
    expect(loaded.summary.counts).toMatchObject({ read: 1, expanded: 3, loaded: 2, skipped: 2 });
  });

  test('an upsert goes back to the row before one that is refused', async () => {
    const loaded = await load(
      pipeline,
      {
        'a.ndjson':
          '{"order":1,"items":[{"sku":"a","n":1},{"sku":"a","n":2},{"sku":"a","n":-1}]}\n{"order":2,"items":[{"sku":"b","n":1}]}\n',
      },
      {
        columns: '"order" int, items_sku text primary key, items_n int check (items_n > 0)',
        flags: ['--mode', 'upsert', '--key', 'items_sku', '--max-errors', '1'],
      },
    );
    expect([loaded.exitCode, loaded.rows.map(({ items_n }) => items_n).sort()], loaded.stderr).toEqual([3, [1, 2]]);
  });
});
