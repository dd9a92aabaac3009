import { mkdir, readdir } from 'node:fs/promises';
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

const pipeline = `# Orders, as the shop exports them.
source:
  paths: data/*.csv
  delimiter: ;
  decimal: ','
target:
  db: \${SHOP_DB}
  table: orders
  create: true
  map: {Order No: id}
  addColumn:
    source_file: '@file'
errors:
  maxErrors: 1
  rejectsDir: rejected
`;

const orders = { 'etl/data/a.csv': 'Order No;amount\n1;1,5\n2;2,5\n', 'etl/data/b.csv': 'Order No;amount\n3;3,5\n' };

async function folder(files: Record<string, string> = {}): Promise<string> {
  const cwd = await folderOf({ 'etl/orders.sluice.yaml': pipeline, ...orders, ...files });
  await mkdir(join(cwd, 'etl/rejected'));
  return cwd;
}

const args = ['load', '--pipeline', 'etl/orders.sluice.yaml'];
const rows = (table: string): Promise<Record<string, unknown>[]> =>
  query(database.url, `select id, amount::text, source_file from ${table} order by id`);

describe('a load by a file', () => {
  test('alone, from any folder', async () => {
    const cwd = await folder();
    const { exitCode, stderr } = await sluice(args, { cwd, env: { SHOP_DB: database.url } });
    expect(exitCode, stderr).toBe(0);
    expect(await rows('orders')).toEqual([
      { id: 1, amount: '1.5', source_file: 'etl/data/a.csv' },
      { id: 2, amount: '2.5', source_file: 'etl/data/a.csv' },
      { id: 3, amount: '3.5', source_file: 'etl/data/b.csv' },
    ]);
  });

  test('with arguments and flags over it; rejects go where the file says', async () => {
    const cwd = await folder({ 'mine.csv': 'Order No;amount\n7;7,5\n8;x\n' });
    await query(database.url, 'create table mine (id int, amount numeric, source_file text)');
    const over = [...args, 'mine.csv', '--table', 'mine', '--add-column', 'source_file=by hand'];
    const { exitCode, stderr } = await sluice(over, { cwd, env: { SHOP_DB: database.url } });
    expect(exitCode, stderr).toBe(3);
    expect(await rows('mine')).toEqual([{ id: 7, amount: '7.5', source_file: 'by hand' }]);
    expect((await readdir(join(cwd, 'etl/rejected'))).toSorted()).toEqual(['mine.rejects.csv', 'mine.rejects.ndjson']);
  });

  test("the environment's database comes before the file's", async () => {
    const env = { SHOP_DB: 'postgres://nobody@127.0.0.1:1/none', DATABASE_URL: database.url };
    const { exitCode, stderr } = await sluice([...args, '--table', 'by_env'], { cwd: await folder(), env });
    expect(exitCode, stderr).toBe(0);
    expect(await rows('by_env')).toHaveLength(3);
  });
});

describe('--print-plan', () => {
  const env = { SHOP_DB: 'postgres://nobody:hunter2@127.0.0.1:1/none' };

  test('tells all values and their origins, and does nothing', async () => {
    const cwd = await folder();
    const printed = await sluice([...args, '--print-plan', '--max-errors', '5%'], { cwd, env });
    expect([printed.exitCode, printed.stderr]).toEqual([0, '']);
    const lines = printed.stdout.split('\n');
    expect(lines).toEqual(
      expect.arrayContaining([
        'source.paths = [etl/data/*.csv]  (etl/orders.sluice.yaml:3:10)',
        'source.format = by its content, then by its name  (default)',
        'target.db = ***  (etl/orders.sluice.yaml:7:7)',
        'target.table = orders  (etl/orders.sluice.yaml:8:10)',
        'target.mode = append  (default)',
        'errors.maxErrors = 5%  (--max-errors)',
        'run.retries = 5  (default)',
      ]),
    );
    expect(printed.stdout).not.toContain('hunter2');
  });

  test('as one JSON object; without a file too', async () => {
    const { stdout } = await sluice(['load', 'x.csv', '--print-plan', '--json', '-t', 's.t'], { cwd: await folder() });
    expect(JSON.parse(stdout)).toMatchObject({
      'source.paths': { value: ['x.csv'], origin: 'command line' },
      'target.table': { value: 's.t', origin: '--table' },
    });
  });

  test('tells what is wrong first', async () => {
    const { exitCode, stdout, stderr } = await sluice([...args, '--print-plan', '--mode', 'upsert'], {
      cwd: await folder(),
      env,
    });
    expect([exitCode, stdout]).toEqual([2, '']);
    expect(stderr).toContain('--mode upsert needs');
  });
});

describe('refused with exit code 2:', () => {
  test.each([
    [
      'an unknown key',
      { 'p.yaml': 'target:\n  mod: upsert\n' },
      'p.yaml:2:3: target.mod: unknown key; did you mean mode?',
    ],
    ['no input', { 'p.yaml': 'target: {table: t}' }, 'No input is named. (USAGE)'],
    [
      'a variable that is not set',
      { 'p.yaml': 'target: {db: "${NO_SUCH}"}' },
      'p.yaml:1:14: the environment has no NO_SUCH',
    ],
    ['no file', {}, 'The pipeline file p.yaml does not exist. (PIPELINE_INVALID)'],
  ])('%s', async (_, files, message) => {
    const { exitCode, stdout, stderr } = await sluice(['load', '--pipeline', 'p.yaml'], { cwd: await folderOf(files) });
    expect([exitCode, stdout]).toEqual([2, '']);
    expect(stderr).toContain(message);
  });

  test('a load without any input', async () => {
    const { exitCode, stderr } = await sluice(['load'], { cwd: '.' });
    expect(exitCode).toBe(2);
    expect(stderr).toContain("missing required argument 'input'");
  });

  test('what the run finds out: at the place in the file, without the values of the environment', async () => {
    const cwd = await folderOf({
      'a.csv': 'a\n1\n',
      'p.yaml': 'source: {paths: a.csv, flatten: true}\n',
      'q.yaml': 'source: {paths: a.csv}\ntarget: {create: true, table: q, before: "select ${PW}"}\n',
    });
    const env = { DATABASE_URL: database.url, PW: 'no_such_hunter2' };
    const idle = await sluice(['load', '--pipeline', 'p.yaml'], { cwd, env });
    expect(idle.stderr).toContain('p.yaml:1:33: a.csv is CSV: source.flatten has no meaning there. (USAGE)');
    const failed = await sluice(['load', '--pipeline', 'q.yaml', '--json'], { cwd, env });
    expect(failed.exitCode).toBe(6);
    expect(failed.stderr + failed.stdout).toContain('***');
    expect(failed.stderr + failed.stdout).not.toContain('hunter2');
  });
});
