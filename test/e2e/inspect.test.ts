/** What is in a file, and the command that loads it just so. */
import { execFileSync } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import type { InspectReport } from '../../src/report/inspect/inspect-report.js';
import { sluice, type CliResult } from '../support/cli.js';
import { folderOf } from '../support/folder-of.js';
import { loadBench } from '../support/load-bench.js';

const bench = loadBench();

/** Inspects files of a folder of their own, as JSON. */
async function inspect(
  files: Readonly<Record<string, string | Buffer>>,
  ...args: readonly string[]
): Promise<CliResult & { readonly folder: string; readonly reports: InspectReport[] }> {
  const folder = await folderOf(files);
  const result = await sluice(['inspect', ...Object.keys(files), '--json', ...args], { cwd: folder });
  const lines = result.stdout.split('\n').filter((line) => line !== '');
  return { ...result, folder, reports: lines.map((line) => JSON.parse(line) as InspectReport) };
}

const orders = 'Order ID;amount;day;note\n1;1.50;2024-01-02;x\n2;;2024-01-03;""\n3;12.25;2024-01-04;"a; b"\n';

describe('a CSV file', () => {
  test('as a table for a person', async () => {
    const folder = await folderOf({ 'orders.csv': orders });
    const { exitCode, stdout, stderr } = await sluice(['inspect', 'orders.csv'], { cwd: folder });
    expect([exitCode, stderr]).toEqual([0, '']);
    const lines = stdout.split('\n');
    expect(lines[0]).toBe(`orders.csv: csv, utf-8, ${orders.length} B`);
    expect(stdout).toContain('3 records, 4 columns');
    expect(stdout).toMatch(/^Order ID +integer +0 % +3 /m);
    expect(stdout).toMatch(/^amount +numeric +33 % +2 .*1\.50 +12\.25/m);
    expect(stdout).toContain('create table "orders" (\n  "order_id" integer,\n  "amount" numeric,\n');
    expect(stdout).toMatch(/^sluice load orders\.csv --table orders /m);
    expect(await readdir(folder)).toEqual(['orders.csv']);
  });

  test('as JSON', async () => {
    const { exitCode, reports } = await inspect({ 'orders.csv': orders });
    expect(exitCode).toBe(0);
    expect(reports).toMatchObject([
      {
        source: 'orders.csv',
        format: 'csv',
        encoding: 'utf-8',
        compression: null,
        bytes: orders.length,
        records: 3,
        malformed: 0,
        isSample: false,
        columns: [
          { name: 'Order ID', column: 'order_id', type: 'integer', values: 3, nulls: 0, min: '1', max: '3' },
          { name: 'amount', type: 'numeric', values: 2, nulls: 1, distinct: 2, examples: ['1.50', '12.25'] },
          { name: 'day', type: 'date', min: '2024-01-02', max: '2024-01-04' },
          { name: 'note', type: 'text', values: 3, empties: 1, longest: { characters: 4, line: 4 } },
        ],
      },
    ]);
    const traits = Object.fromEntries(reports[0].dialect.map(({ name, value, given }) => [name, { value, given }]));
    expect(traits['delimiter']).toEqual({ value: ';', given: false });
  });

  test('what a flag says is told from what was detected', async () => {
    const { reports } = await inspect({ 'orders.csv': orders }, '--delimiter', ';');
    expect(reports[0].dialect.find(({ name }) => name === 'delimiter')).toEqual({
      name: 'delimiter',
      value: ';',
      given: true,
    });
  });

  test('what ruled out a narrower type, and malformed records', async () => {
    const text = 'id,n\n1,5\n2,x\n3\n"4,5\n';
    const { reports } = await inspect({ 'd.csv': text }, '--quote', '"');
    expect(reports[0]).toMatchObject({ records: 2, malformed: 2 });
    expect(reports[0].columns[1]).toMatchObject({
      type: 'text',
      ruledOut: [{ type: 'integer', line: 3, value: 'x' }],
    });
  });

  test('--sample stops early and says so', async () => {
    const text = `a\n${Array.from({ length: 50_000 }, (_, index) => `${index}\n`).join('')}`;
    const { reports } = await inspect({ 'd.csv': text }, '--sample', '100');
    expect(reports[0]).toMatchObject({ records: 100, isSample: true, columns: [{ values: 100, max: '99' }] });
  });

  test('a header only', async () => {
    const { exitCode, reports } = await inspect({ 'd.csv': 'a,b\n' });
    expect(exitCode).toBe(0);
    expect(reports[0]).toMatchObject({ records: 0, columns: [{ type: 'text' }, { type: 'text' }] });
  });

  test('--table names the table', async () => {
    const { reports } = await inspect({ 'd.csv': 'a\n1\n' }, '--table', 'Sales."My T"');
    expect(reports[0].createTable).toContain('create table "sales"."My T" (');
    expect(wordsOf(reports[0].loadCommand)).toContain('sales."My T"');
  });
});

describe('JSON', () => {
  test('from standard input: the keys of all records', async () => {
    const stdin = '{"a":1,"b":{"c":2}}\n{"a":null,"d":"007"}\n';
    const folder = await folderOf({});
    const { exitCode, stdout } = await sluice(['inspect', '-', '--json'], { cwd: folder, stdin });
    expect(exitCode).toBe(0);
    const report = JSON.parse(stdout) as InspectReport;
    expect(report).toMatchObject({ source: '-', format: 'ndjson', records: 2, dialect: [] });
    expect(report.columns.map(({ name, type, values }) => [name, type, values])).toEqual([
      ['a', 'integer', 1],
      ['b', 'jsonb', 1],
      ['d', 'text', 1],
    ]);
  });

  test('an array, flattened', async () => {
    const { reports } = await inspect({ 'd.json': '[{"a":{"b":1.5}},\n{"a":{"b":2}}]' }, '--flatten');
    expect(reports[0]).toMatchObject({ format: 'json', columns: [{ name: 'a_b', type: 'numeric', values: 2 }] });
  });

  test('the whole input is read for its keys even when only a sample is looked at', async () => {
    const text = `${'{"a":1}\n'.repeat(1000)}{"late":true}\n`;
    const { reports } = await inspect({ 'd.ndjson': text }, '--sample', '10');
    expect(reports[0]).toMatchObject({ records: 10, columns: [{ name: 'a' }, { name: 'late' }] });
  });
});

describe('several inputs', () => {
  test('each have a report of their own; they need not be alike', async () => {
    const { exitCode, reports } = await inspect({ 'a.csv': 'a,b\n1,2\n', 'b.ndjson': '{"x":1}\n' });
    expect(exitCode).toBe(0);
    expect(reports.map(({ source, format, columns }) => [source, format, columns.length])).toEqual([
      ['a.csv', 'csv', 2],
      ['b.ndjson', 'ndjson', 1],
    ]);
  });
});

describe('what can not be inspected', () => {
  test.each<[Record<string, string>, string[], number, RegExp]>([
    [{}, ['no.csv'], 5, /no\.csv does not exist.*SOURCE_UNREADABLE/],
    [{ 'd.csv': '' }, [], 5, /SOURCE_EMPTY/],
    [{ 'd.csv': 'a,a\n1,2\n' }, [], 2, /HEADER_INVALID/],
    [{ 'd.csv': 'a\n1\n' }, ['--sample', '0'], 2, /--sample: takes/],
  ])('%j %j', async (files, args, exitCode, message) => {
    const result = await inspect(files, ...args);
    expect(result.exitCode).toBe(exitCode);
    expect([result.stdout, message.test(result.stderr)]).toEqual(['', true]);
  });
});

describe('nothing hostile reaches the terminal', () => {
  test('not from names, not from values, not from the name of the file', async () => {
    const evil = '\u001b[2J\u202e\u0007';
    const folder = await folderOf({ [`${evil}.csv`]: `"a${evil}",b\n"x${evil}",'\n` });
    const args = ['inspect', `${evil}.csv`, '--delimiter', ',', '--header', '1'];
    const { exitCode, stdout, stderr } = await sluice(args, { cwd: folder });
    expect(exitCode).toBe(0);
    expect(`${stdout}${stderr}`.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  });
});

describe('the load command', () => {
  test.each([
    ['orders.csv', orders],
    ["it's $HOME.csv", "a|b\n'x|y'|1\n'z'|2\n'w'|3\n"],
    ['preamble.csv', 'made by a machine\nfor nobody\n\nid,name\n1,x\n2,y\n3,z\n'],
    ['tabs.tsv', 'id\tname\n1\tx y\n2\tz\n'],
    ['lines.ndjson', '{"id":1,"name":"x"}\n{"id":2,"tags":[1]}\n'],
    ['array.json', '[{"id":1},{"id":2,"name":"y"}]'],
  ])('of %s loads every record into the table of the CREATE TABLE', async (name, text) => {
    const { folder, reports } = await inspect({ [name]: text }, '--table', 'inspected');
    const [{ createTable, loadCommand, records, columns }] = reports;
    await bench.sql(`drop table if exists inspected; ${createTable ?? ''}`);
    const [command, ...args] = wordsOf(loadCommand);
    expect(command).toBe('sluice');
    const { exitCode, stderr } = await sluice([...args, '--db', bench.url], { cwd: folder });
    expect(exitCode, stderr).toBe(0);
    expect(stderr).not.toMatch(/detected|looks like/);
    expect(await bench.sql('select count(*)::int from inspected')).toEqual([{ count: records }]);
    const counts = columns.map(({ column }) => `count("${column}")::int as "${column}"`).join(', ');
    expect(await bench.sql(`select ${counts} from inspected`)).toEqual([
      Object.fromEntries(columns.map(({ column, values }) => [column, values])),
    ]);
  });
});

/** The words of a command, as a shell reads them. */
function wordsOf(command: string): string[] {
  return execFileSync('bash', ['-c', `printf '%s\\0' ${command}`], { encoding: 'utf8' })
    .split('\0')
    .slice(0, -1);
}
