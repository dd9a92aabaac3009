import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sluice } from '../support/cli.js';
import { createTestDatabase, query, type TestDatabase } from '../support/database.js';
import { folderOf } from '../support/folder-of.js';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

/** Writes a file for an input, which must then be good for it. */
async function initiated(name: string, content: string | Buffer, flags: readonly string[] = []): Promise<string> {
  const cwd = await folderOf({ [name]: content });
  const written = await sluice(['init', name, '-o', 'p.yaml', ...flags], { cwd });
  expect(written.exitCode, written.stderr).toBe(0);
  const validated = await sluice(['validate', '--pipeline', 'p.yaml'], { cwd });
  expect(validated.exitCode, validated.stderr + (await readFile(join(cwd, 'p.yaml'), 'utf8'))).toBe(0);
  const tested = await sluice(['test', 'p.yaml'], { cwd });
  expect(tested.exitCode, tested.stdout + tested.stderr).toBe(0);
  return readFile(join(cwd, 'p.yaml'), 'utf8');
}

describe('what it writes is good for the input:', () => {
  test('of CSV, with the dialect pinned and names made plain', async () => {
    const text = await initiated('Orders 2024.csv', 'Order No;Price (EUR);note\n1;1,50;NA\n2;2,5;"a\nb"\n', [
      '--decimal',
      ',',
    ]);
    expect(text).toContain('  paths: Orders 2024.csv\n  format: csv\n  delimiter: ";"\n');
    expect(text).toContain(
      '  order_no: { from: Order No, type: integer }\n  price_eur: { from: "Price (EUR)", type: numeric }\n',
    );
    expect(text).toContain('  table: orders_2024\n');
    expect(text).toContain('    input: |\n      Order No;Price (EUR);note\n      1;1,50;NA\n');
    expect(text).toContain('- { order_no: 1, price_eur: 1.50, note: NA }');
  });

  test.each([
    ['no header', 'a.csv', '1,2\n3,4\n', []],
    ['NDJSON', 'a.ndjson', '{"id":1,"a b":{"x":1}}\n{"id":2.5,"new":null}\n', []],
    ['a JSON document', 'a.json', '[{"id": 1, "s": "1"},\n {"id": 2}]', []],
    ['a selected list', 'a.json', '{"data": [{"id": 1}]}', ['--select', 'data']],
    ['lines before the header', 'a.csv', 'sep=|\na|b\n1|2\n', []],
    ['UTF-16', 'a.csv', Buffer.from('\ufeffid,größe\r\n1,ö\r\n', 'utf16le'), []],
    ['an unnamed column', 'a.csv', 'id,,x\n1,2,3\n', []],
    ['texts that look like others', 'a.csv', 'a,b,c,d\ntrue,007,~,null\nno,1,"[x]",2024-01-01\n', []],
  ] as const)('%s', async (_, name, content, flags) => {
    const cwd = await folderOf({ [name]: content });
    const written = await sluice(['init', name, ...flags], { cwd });
    expect(written.exitCode, written.stderr).toBe(0);
    const again = await folderOf({ [name]: content, 'p.yaml': written.stdout });
    const validated = await sluice(['validate', '--pipeline', 'p.yaml'], { cwd: again });
    expect(validated.exitCode, validated.stderr + written.stdout).toBe(0);
    if (!written.stdout.includes('tests:')) return;
    const tested = await sluice(['test', 'p.yaml'], { cwd: again });
    expect(tested.exitCode, tested.stdout + tested.stderr).toBe(0);
  });

  test('headers that mean something in YAML, here or in JavaScript', async () => {
    const header = [
      '"we,ird: {x}"',
      '${HOME}',
      '__proto__',
      '*',
      '<<',
      'null',
      '"a\nb"',
      '# x',
      '- y',
      '&a',
      '!t',
      '\u202e\u0007',
    ];
    await initiated('a.csv', `${header.join(',')}\n${header.map((_, index) => index).join(',')}\n`, ['--header', '1']);
  });

  test('any header and record', async () => {
    const cell = fc
      .string({ unit: 'binary', minLength: 1, maxLength: 6 })
      .map((text) => text.replaceAll(/[\0\r\ud800-\udfff]/g, '_'));
    const names = fc.uniqueArray(cell, { minLength: 2, maxLength: 5, selector: (name) => name.trim().toLowerCase() });
    const table = names.chain((header) =>
      fc.tuple(fc.constant(header), fc.array(cell, { minLength: header.length, maxLength: header.length })),
    );
    const quoted = (cells: readonly string[]): string =>
      cells.map((text) => `"${text.replaceAll('"', '""')}"`).join(',');
    const pins = [
      '--delimiter',
      ',',
      '--quote',
      '"',
      '--header',
      '1',
      '--escape',
      'quote',
      '--skip-lines',
      '0',
      '--comment',
      'none',
    ];
    await fc.assert(
      fc.asyncProperty(table, async ([header, record]) => {
        await initiated('a.csv', `${quoted(header)}\n${quoted(record)}\n`, pins);
      }),
      { numRuns: 25 },
    );
  });
});

describe('with a table', () => {
  test("columns get the table's names, and those that it has not are left out", async () => {
    await query(database.url, 'create table shop (order_no int not null, "Total" numeric(12,2), must text not null)');
    const cwd = await folderOf({ 'a.csv': 'Order-No,total,extra\n1,2.5,x\n' });
    const { stdout, stderr, exitCode } = await sluice(['init', 'a.csv', '--table', 'shop', '--db', database.url], {
      cwd,
    });
    expect(exitCode, stderr).toBe(0);
    expect(stdout).toContain('  order_no: { from: Order-No }  # integer\n  Total: { from: total }  # numeric(12,2)\n');
    expect(stdout).toContain('  # shop has no column for: extra\n'.replace('shop', 'public.shop'));
    expect(stdout).toContain('  # NOT NULL, and nothing fills them yet: must\n');
    expect(stdout).toContain("  '*': drop\n");
    expect(stdout).not.toMatch(/^ {2}create:/m);
    expect(stdout + stderr).not.toContain(new URL(database.url).password || 'no password');
  });

  test('what it writes loads', async () => {
    await query(database.url, 'create table sales (id int not null, "Unit Price" numeric(12,2))');
    const cwd = await folderOf({ 'in/a.csv': 'ID,unit_price\n1,2.5\n' });
    const env = { DATABASE_URL: database.url };
    await sluice(['init', 'in/a.csv', '--table', 'sales', '-o', 'in/p.yaml'], { cwd, env });
    const { exitCode, stderr } = await sluice(['load', '--pipeline', 'in/p.yaml'], { cwd, env });
    expect(exitCode, stderr).toBe(0);
    expect(await query(database.url, 'select id, "Unit Price"::text as price from sales')).toEqual([
      { id: 1, price: '2.50' },
    ]);
  });

  test('one that is not there is to be made', async () => {
    const cwd = await folderOf({ 'a.csv': 'id\n1\n' });
    const { stdout } = await sluice(['init', 'a.csv', '--table', 'S."T t"', '--db', database.url], { cwd });
    expect(stdout).toContain('  table: "s.\\"T t\\""\n  # Make the table when it is missing:\n  create: true\n');
  });
});

describe('refused', () => {
  test('a file that is there, unless it is forced', async () => {
    const cwd = await folderOf({ 'a.csv': 'id\n1\n', 'p.yaml': 'mine' });
    const refused = await sluice(['init', 'a.csv', '-o', 'p.yaml'], { cwd });
    expect([refused.exitCode, await readFile(join(cwd, 'p.yaml'), 'utf8')]).toEqual([2, 'mine']);
    expect(refused.stderr).toContain('p.yaml is there already. (USAGE)');
    const forced = await sluice(['init', 'a.csv', '-o', 'p.yaml', '--force'], { cwd });
    expect([forced.exitCode, forced.stderr]).toEqual([0, expect.stringContaining('written: p.yaml')]);
    expect(await readFile(join(cwd, 'p.yaml'), 'utf8')).toContain('paths: a.csv');
  });

  test.each([
    [['a.csv', '-o', 'p.txt'], 2, '--output takes a name that ends in .yaml or .yml'],
    [['none.csv'], 5, 'none.csv'],
    [['a.csv', '-o', 'no/p.yaml'], 1, "no/p.yaml can't be written (ENOENT). (OUTPUT_FAILED)"],
  ])('%j', async (args, code, message) => {
    const { exitCode, stderr } = await sluice(['init', ...args], { cwd: await folderOf({ 'a.csv': 'id\n1\n' }) });
    expect(exitCode).toBe(code);
    expect(stderr).toContain(message);
  });
});
