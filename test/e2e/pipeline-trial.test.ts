/** The same pipeline file tried by the commands that load nothing. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sluice } from '../support/cli.js';
import { createTestDatabase, query, type TestDatabase } from '../support/database.js';
import { folderOf } from '../support/folder-of.js';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
  await query(database.url, 'create table tried (id int not null, amount numeric(3,1))');
});
afterAll(() => database.drop());

const pipeline = `source: {paths: a.csv, delimiter: ;}
columns:
  id: { from: No, type: int }
  amount: { trim: true }
where: id > 1
target: {db: '\${TRIED_DB}', table: tried, mode: upsert, key: id, after: 'select \${NOT_SET}'}
errors: {maxErrors: 1}
run: {once: true}
`;
const files = { 'p.yaml': pipeline, 'a.csv': 'No;amount\n1;0\n2; 12.5\n3; 123.5\nx;1\n' };

describe('convert', () => {
  test('writes what the file makes, and leaves its target alone', async () => {
    const { stdout, stderr, exitCode } = await sluice(
      ['convert', '--pipeline', 'p.yaml', '--to', 'ndjson', '--set', 'twice=id * 2'],
      { cwd: await folderOf(files) },
    );
    expect(exitCode, stderr).toBe(3);
    expect(stdout).toBe('{"id":2,"amount":"12.5","twice":"4"}\n{"id":3,"amount":"123.5","twice":"6"}\n');
    expect(stderr).toMatch(/a\.csv:5: id "x": /);
  });

  test('what does not have its declared type is rejected, whether an expression reads it or not', async () => {
    const cwd = await folderOf({
      'p.yaml': 'columns: {n: {type: "numeric(3,1)"}, m: {from: b}}',
      'a.csv': 'n;b\n1.5;2\n123.5;2\n',
    });
    const { stdout, stderr, exitCode } = await sluice(
      ['convert', 'a.csv', '--delimiter', ';', '--pipeline', 'p.yaml', '--to', 'ndjson', '--max-errors', '1'],
      { cwd },
    );
    expect([exitCode, stdout]).toEqual([3, '{"n":1.5,"m":"2"}\n']);
    expect(stderr).toContain('a.csv:3: n "123.5": ');
  });

  test('without any input', async () => {
    const cwd = await folderOf({ 'p.yaml': 'where: "true"' });
    const { exitCode, stderr } = await sluice(['convert', '--pipeline', 'p.yaml', '--to', 'csv'], { cwd });
    expect(exitCode).toBe(2);
    expect(stderr).toContain('Name the files to convert in source.paths');
    const bare = await sluice(['convert', '--to', 'csv'], { cwd });
    expect([bare.exitCode, bare.stderr]).toEqual([2, expect.stringContaining("missing required argument 'input'")]);
  });
});

describe('validate', () => {
  const args = ['validate', '--pipeline', 'p.yaml'];

  test('against the table of the file', async () => {
    const env = { TRIED_DB: database.url };
    const { stderr, exitCode } = await sluice([...args, '--max-errors', '2'], { cwd: await folderOf(files), env });
    expect(exitCode, stderr).toBe(3);
    expect(stderr).toContain('a.csv:4: amount "123.5": ');
  });

  test('against declared types with --no-db, whatever the environment and the file say', async () => {
    const env = { DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' };
    const { stderr, exitCode } = await sluice([...args, '--no-db'], { cwd: await folderOf(files), env });
    expect(exitCode, stderr).toBe(3);
    expect(stderr).toMatch(/a\.csv:5: id "x": /);
    expect(stderr).not.toContain('a.csv:4');
  });

  test('against declared types where no database is named', async () => {
    const cwd = await folderOf({ ...files, 'q.yaml': pipeline.replace("db: '${TRIED_DB}', ", '') });
    const { stderr, exitCode } = await sluice(['validate', '--pipeline', 'q.yaml'], { cwd });
    expect(exitCode, stderr).toBe(3);
    expect(stderr).not.toContain('a.csv:4');
  });

  test('the database of the file must be there if it is to be used', async () => {
    const { stderr, exitCode } = await sluice(args, { cwd: await folderOf(files) });
    expect(exitCode).toBe(2);
    expect(stderr).toContain('p.yaml:6:14: the environment has no TRIED_DB');
  });

  test('--no-db and --table contradict each other', async () => {
    const { stderr, exitCode } = await sluice(['validate', 'a.csv', '--no-db', '-t', 'x'], {
      cwd: await folderOf(files),
    });
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('--no-db is for a validation without a table')]);
  });
});

describe('--print-plan', () => {
  const folder = (): Promise<string> =>
    folderOf({ ...files, 'q.yaml': `${pipeline}rules: [{expr: 'id != \${SALT}', message: x}]\n` });
  const env = { SALT: 'hunter2', TRIED_DB: 'postgres://u:hunter2@h/d', NOT_SET: 'hunter2' };
  const args = ['--pipeline', 'q.yaml', '--print-plan'];

  test.each([
    [
      'load',
      [],
      ['target.mode = upsert  (q.yaml:6:49)', 'run.once = true  (q.yaml:8:13)', 'where = id > 1  (q.yaml:5:8)'],
    ],
    [
      'validate',
      ['--where', 'id > 2'],
      ['target.table = tried  (q.yaml:6:36)', 'where = id > 2  (--where)', 'type = []  (default)'],
    ],
    [
      'convert',
      ['--to', 'csv', '--set', 'amount=id'],
      ['to = csv  (--to)', 'inferTypes = false  (default)', 'columns.amount.expr = id  (--set amount)'],
    ],
  ])('of %s tells every value with its origin, and no secret', async (command, flags, lines) => {
    const { stdout, stderr, exitCode } = await sluice([command, ...args, ...flags], { cwd: await folder(), env });
    expect([exitCode, stderr]).toEqual([0, '']);
    const common = [
      'columns.id.type = int  (q.yaml:3:25)',
      'rules[1].expr = id != ***  (q.yaml:9:16)',
      'errors.maxErrors = 1  (q.yaml:7:21)',
    ];
    expect(stdout.split('\n')).toEqual(expect.arrayContaining([...common, ...lines]));
    expect(stdout).not.toContain('hunter2');
  });

  test('of validate and convert leaves out what is not their own', async () => {
    const validated = await sluice(['validate', ...args], { cwd: await folder(), env });
    expect(validated.stdout).not.toMatch(/target\.mode|run\.once/);
    const converted = await sluice(['convert', ...args, '--to', 'csv', '--set', 'amount=id'], {
      cwd: await folder(),
      env,
    });
    expect(converted.stdout).not.toMatch(/target\.(?!db)|columns\.amount\.trim/);
  });
});
