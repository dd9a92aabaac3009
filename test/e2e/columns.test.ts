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

/** Loads by a pipeline whose columns are given. */
async function load(columns: string, files: Record<string, string>, flags: string[] = []) {
  const [input] = Object.keys(files);
  const text = `columns:\n${columns.replace(/^/gm, '  ')}\ntarget: {create: true}\n`;
  const cwd = await folderOf({ ...files, 'p.yaml': text });
  const args = ['load', input, '--pipeline', 'p.yaml', '--json', ...flags];
  const result = await sluice(args, { cwd, env: { DATABASE_URL: database.url, PII_SALT: 'pepper' } });
  return { ...result, cwd, summary: JSON.parse(result.stdout || '{}') as Record<string, unknown> };
}

const people = `id;name;amount;born;email
1; Anna ;"1.234,50";31/12/1999;A@B.DE
2; BÖB;x;27/10/2024;nope
3;cy;-5,00;31/02/2024;c@d.com
`;

const columns = `name: {trim: true, lower: true}
amount: {decimal: ',', thousands: '.', type: 'numeric(10,2)', min: 0}
born: {format: dd/MM/yyyy}
hashed: {from: email, lower: true, check: email, hash: {salt: '\${PII_SALT}'}}
masked: {from: email, mask: {keepStart: 1}}`;

test('what is made goes into a new table, and each fault into the rejects', async () => {
  const { exitCode, stderr, cwd, summary } = await load(columns, { 'people.csv': people }, ['--max-errors', '2']);
  expect(exitCode, stderr).toBe(3);
  const rows = await query(
    database.url,
    `select *, amount::text, born::text, hashed = encode(sha256(convert_to('pepper' || 'a@b.de', 'UTF8')), 'hex') as hashed from people`,
  );
  expect(rows).toEqual([
    { id: 1, name: 'anna', amount: '1234.50', born: '1999-12-31', hashed: true, masked: 'A*****' },
  ]);
  const rejects = (await readFile(join(cwd, 'people.rejects.ndjson'), 'utf8'))
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(rejects.map(({ line, column, code, value }) => [line, column, code, value])).toEqual([
    [3, 'amount', 'invalid', 'x'],
    [3, 'hashed', 'rule_check', '***'],
    [4, 'amount', 'rule_min', '-5.00'],
    [4, 'born', 'invalid', '31/02/2024'],
  ]);
  expect(stderr + JSON.stringify(summary)).not.toContain('pepper');
  expect(await readFile(join(cwd, 'people.rejects.csv'), 'utf8')).toBe(
    people
      .split('\n')
      .filter((_, line) => line !== 1)
      .join('\n'),
  );
});

test('values are replaced, and counted', async () => {
  const asked = `amount: {decimal: ',', type: numeric, onError: default, default: 0}
born: {format: dd/MM/yyyy, onError: null}`;
  const { exitCode, stderr, summary } = await load(asked, {
    'replaced.csv': people,
  });
  expect(exitCode, stderr).toBe(0);
  expect(summary['replacedValues']).toEqual({ amount: 2, born: 1 });
  expect(await query(database.url, 'select amount::text, born::text from replaced order by id')).toEqual([
    { amount: '0', born: '1999-12-31' },
    { amount: '0', born: '2024-10-27' },
    { amount: '-5.00', born: null },
  ]);
});

describe('with --decimal for the whole file', () => {
  test('a column that has its own marks, or an expression, is not read twice', async () => {
    const asked = `a: {decimal: '.', thousands: ','}
c: {expr: double(a) * 2.0, type: numeric}
b: {type: numeric, min: '1.5'}`;
    const files = { 'marks.csv': 'a;b\n"1,234.5";1,5\n2.25;1.500,25\n' };
    const { exitCode, stderr } = await load(asked, files, ['--decimal', ',', '--thousands', '.']);
    expect(exitCode, stderr).toBe(0);
    expect(await query(database.url, 'select a::text, b::text, c::text from marks order by marks.a desc')).toEqual([
      { a: '1234.5', b: '1.5', c: '2469' },
      { a: '2.25', b: '1500.25', c: '4.5' },
    ]);
  });
});

test('parts of JSON', async () => {
  const lines = [
    { id: 1, address: { city: 'Köln "x"', n: 1 }, items: [{ sku: 'a' }, { sku: 'b' }] },
    { id: 2, address: null, items: [] },
    { id: 3, items: 'none' },
  ];
  const asked = `id: id
city: address.city
sku: {from: 'items[1].sku', upper: true, default: none}
'*': drop`;
  const files = { 'parts.ndjson': lines.map((line) => JSON.stringify(line)).join('\n') };
  const { exitCode, stderr } = await load(asked, files);
  expect(exitCode, stderr).toBe(0);
  expect(await query(database.url, 'select * from parts order by id')).toEqual([
    { id: 1, city: 'Köln "x"', sku: 'B' },
    { id: 2, city: null, sku: 'none' },
    { id: 3, city: null, sku: 'none' },
  ]);
});

test('a limit that is no value of the table is told with its place, before anything is loaded', async () => {
  await query(database.url, 'create table limited (a int)');
  const { exitCode, stderr } = await load('a: {min: x}', { 'limited.csv': 'a\n1\n' });
  expect([exitCode, stderr]).toEqual([
    2,
    expect.stringContaining('p.yaml:2:3: columns.a: min takes a value of type integer; "x" is none.'),
  ]);
});

test('--print-plan does not show a salt', async () => {
  const { stdout, stderr } = await load(columns, { 'people.csv': people }, ['--print-plan']);
  expect(stdout + stderr).not.toContain('pepper');
});

test('the type of a value is that of the outcome of its expression only if it may be', async () => {
  const made = `year: {from: born, type: date, expr: year(value)}
price: {type: 'numeric(6,2)', expr: value * 1.5}
tag: {from: born, type: date, expr: 'value < timestamp("2000-01-01T00:00:00Z")', onError: 'null'}`;
  const { exitCode, stderr } = await load(made, { 'types.csv': 'born,price\n1984-05-17,10\n2001-01-01,0.5\n' });
  expect(exitCode, stderr).toBe(0);
  expect(await query(database.url, 'select year::text, price::text, tag from types order by 1')).toEqual([
    { year: '1984', price: '15.00', tag: true },
    { year: '2001', price: '0.75', tag: false },
  ]);
});
