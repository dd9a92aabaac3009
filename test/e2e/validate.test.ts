/** Everything that a load does, but the load. */
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { RunSummary } from '../../src/report/summary.js';
import { sluice, type CliResult } from '../support/cli.js';
import { folderOf } from '../support/folder-of.js';
import { loadBench } from '../support/load-bench.js';

const bench = loadBench();

interface ValidateResult extends CliResult {
  readonly folder: string;
  readonly summary: RunSummary;
}

/** Runs `sluice validate` on files of a folder of its own; with `--db` only where the arguments have it. */
async function validate(
  files: Readonly<Record<string, string>>,
  args: readonly string[] = [],
  stdin = '',
): Promise<ValidateResult> {
  const folder = await folderOf(files);
  const inputs = Object.keys(files).length > 0 ? Object.keys(files) : ['-'];
  const result = await sluice(['validate', ...inputs, '--json', ...args], { cwd: folder, stdin });
  return { ...result, folder, summary: JSON.parse(result.stdout || 'null') as RunSummary };
}

describe('against a table', () => {
  const text = 'id,amount,day\n1,1.50,2024-01-02\n2,"12,50",2024-02-30\nx,1,2024-01-02\n3,1\n,1,2024-01-02\n';
  beforeAll(() => bench.sql('create table target (id int not null primary key, amount numeric(5,2), day date)'));

  test.each([
    [['--max-errors', '4'], 3, 'valid_with_rejects'],
    [['--max-errors', '3'], 4, 'too_many_rejects'],
    [[], 4, 'too_many_rejects'],
  ])('finds what a load finds, within %j or not', async (flags, exitCode, outcome) => {
    const args = ['--table', 'target', ...flags];
    const validated = await validate({ 'data.csv': text }, ['--db', bench.url, ...args]);
    expect([validated.exitCode, validated.summary.outcome]).toEqual([exitCode, outcome]);
    expect(validated.summary.counts).toMatchObject({ read: 5, rejected: 4, loaded: 1, rolledBack: 0 });
    expect(await bench.sql('select count(*)::int from target')).toEqual([{ count: 0 }]);

    const loaded = await bench.load(text, ['--dry-run', ...args]);
    expect(loaded.exitCode).toBe(exitCode);
    expect(validated.summary.faults).toEqual(loaded.summary.faults);
    for (const name of ['data.rejects.csv', 'data.rejects.ndjson']) {
      const [one, other] = [validated, loaded].map(({ folder }) => readFile(join(folder, name), 'utf8'));
      expect(await one).toBe(await other);
    }
  });

  test('all good: says so, and changes nothing', async () => {
    const args = ['--table', 'target', '--db', bench.url];
    const { exitCode, summary, stderr, folder } = await validate({ 'data.csv': 'id\n1\n2\n' }, args);
    expect(exitCode).toBe(0);
    expect(summary).toMatchObject({
      command: 'validate',
      outcome: 'valid',
      table: 'public.target',
      tableCreated: false,
      counts: { read: 2, loaded: 2, rejected: 0, rolledBack: 0 },
      sources: [{ name: 'data.csv', records: 2, loaded: 2, rejected: 0 }],
    });
    expect(stderr).toContain('checked 2 records: all are good for public.target');
    expect(await readdir(folder)).toEqual(['data.csv']);
    expect(await bench.sql('select count(*)::int from target')).toEqual([{ count: 0 }]);
  });

  test('the table is named after the input, as for a load', async () => {
    const { exitCode, summary } = await validate({ 'target.csv': 'id\n1\n' }, ['--db', bench.url]);
    expect([exitCode, summary.table]).toEqual([0, 'public.target']);
  });

  test.each([
    [['--table', 'targt'], 2, /TABLE_MISSING/],
    [['--table', 'target', '--ignore-columns', 'zz'], 2, /no column zz/],
    [['--table', 'target', '--map', 'id=day'], 2, /nothing in the file fills id/],
  ])('%j is refused', async (flags, exitCode, message) => {
    const result = await validate({ 'data.csv': 'id\n1\n' }, ['--db', bench.url, ...flags]);
    expect(result.exitCode).toBe(exitCode);
    expect(result.stderr).toMatch(message);
  });

  test('a database that is not there', async () => {
    const args = ['--table', 'target', '--db', 'postgres://nobody@127.0.0.1:1/none'];
    expect((await validate({ 'data.csv': 'id\n1\n' }, args)).exitCode).toBe(6);
  });
});

describe('without a database', () => {
  test('what is malformed is a reject; no database is made', async () => {
    const { exitCode, summary, folder } = await validate({ 'data.csv': 'a,b\n1,2\n3\n4,5\n' }, ['--max-errors', '1']);
    expect(exitCode).toBe(3);
    expect(summary).toMatchObject({ table: null, database: '', counts: { read: 3, loaded: 2, rejected: 1 } });
    expect(summary.faults).toEqual([{ stage: 'parse', column: null, code: 'too_few_fields', count: 1 }]);
    expect((await readdir(folder)).toSorted()).toEqual(['data.csv', 'data.rejects.csv', 'data.rejects.ndjson']);
  });

  test('given types are held against the values; others are inferred, so that they fit', async () => {
    const text = 'Id,amount,note\n1,1.5,x\n2,1000,y\nthree,2,z\n';
    const args = ['--type', 'Id=int', '--type', 'amount=numeric(5,2)', '--max-errors', '2'];
    const { exitCode, summary, stderr } = await validate({ 'data.csv': text }, args);
    expect(exitCode).toBe(3);
    expect(summary.faults.map(({ column, code }) => `${column}:${code}`).toSorted()).toEqual([
      'Id:invalid',
      'amount:out_of_range',
    ]);
    expect(stderr).toContain('data.csv:4: Id "three": not an integer');
  });

  test('without a header, types go by column_N', async () => {
    const args = ['--no-header', '--type', 'column_2=date', '--delimiter', ','];
    const { summary } = await validate({ 'data.csv': '1,2024-01-02\n2,soon\n' }, args);
    expect(summary.faults).toMatchObject([{ column: 'column_2', code: 'invalid', count: 1 }]);
  });

  test('a type for a column that is not there is refused', async () => {
    const { exitCode, stderr } = await validate({ 'data.csv': 'id\n1\n' }, ['--type', 'ID2=int']);
    expect([exitCode, stderr.includes('ID2')]).toEqual([2, true]);
  });

  test('standard input', async () => {
    const { exitCode, summary } = await validate({}, [], 'a,b\n1,2\n');
    expect([exitCode, summary.sources.map(({ name }) => name)]).toEqual([0, ['-']]);
  });

  test('JSON: keys of all records, nested values too', async () => {
    const { exitCode, summary, stderr } = await validate({
      'data.ndjson': '{"a":1}\n{"b":[1,2],"a":2}\n{"b":{"c":"x"}}\n',
    });
    expect(exitCode, stderr).toBe(0);
    expect(summary.counts).toMatchObject({ read: 3, loaded: 3 });
  });

  test('bytes that are no UTF-8 are rejects', async () => {
    const folder = await folderOf({ 'data.csv': Buffer.from('a,b\n1,2\n3,caf\xe9\n', 'latin1') });
    const result = await sluice(['validate', 'data.csv', '--json'], { cwd: folder });
    expect(result.exitCode).toBe(4);
    expect((JSON.parse(result.stdout) as RunSummary).faults).toMatchObject([{ column: 'b', code: 'invalid_utf8' }]);
  });

  test('several files with different headers', async () => {
    const { exitCode, stderr } = await validate({ 'a.csv': 'id\n1\n', 'b.csv': 'no\n1\n' });
    expect([exitCode, stderr.includes('HEADERS_DIFFER')]).toEqual([2, true]);
  });
});
