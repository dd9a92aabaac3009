import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { LoadFlags, LoadPlan } from '../../../../src/config/load-plan.js';
import { databaseVariable } from '../../../../src/config/pipeline/database-variable.js';
import { planJson, planText } from '../../../../src/config/pipeline/plan-text.js';
import { planSettings } from '../../../../src/config/pipeline/plan-settings.js';
import {
  resolvePipeline,
  type PipelineRequest,
  type ResolvedPipeline,
} from '../../../../src/config/pipeline/resolve-pipeline.js';
import { namesDatabase } from '../../../../src/postgres/connection/environment.js';
import { folderOf } from '../../../support/folder-of.js';

interface Given {
  readonly inputs?: readonly string[];
  readonly flags?: LoadFlags;
  readonly env?: NodeJS.ProcessEnv;
  /** Default: `p.yaml`. */
  readonly name?: string;
}

async function request(text: string | Buffer, given: Given = {}): Promise<PipelineRequest<'load'>> {
  const { inputs = [], flags = {}, env = {}, name = 'p.yaml' } = given;
  return { command: 'load', inputs, flags, env, pipeline: name, cwd: await folderOf({ [name]: text }) };
}

const resolve = async (text: string | Buffer, given?: Given): Promise<ResolvedPipeline<LoadPlan>> =>
  resolvePipeline(await request(text, given));

const refused = (code: string, message: RegExp) =>
  expect.objectContaining({ code, message: expect.stringMatching(message) as string }) as Error;

describe('the plan', () => {
  test('of a file alone is that of the same flags', async () => {
    const { plan } = await resolve(
      `source: {paths: [a.csv, "-"], header: 2, null: NA, maxDepth: 5}
target: {table: s.t, map: {a: b}, addColumn: {f: '@file'}, key: [a, b], mode: upsert, searchPath: [x, y], role: r}
errors: {maxErrors: 5%}
run: {jobs: 3, retries: 0, dryRun: true}`,
    );
    const { plan: ofFlags } = await resolve('{}', {
      inputs: ['a.csv', '-'],
      flags: {
        ...{ header: '2', null: ['NA'], maxDepth: '5', table: 's.t', map: ['a=b'], addColumn: ['f=@file'] },
        ...{ key: ['a', 'b'], mode: 'upsert', searchPath: 'x,y', setRole: 'r', maxErrors: '5%', jobs: '3' },
        ...{ retries: '0', dryRun: true },
      },
    });
    expect(plan).toEqual(ofFlags);
    expect(Object.isFrozen(plan)).toBe(true);
  });

  test('flags and arguments stand before the file, and replace lists', async () => {
    const { plan } = await resolve('source: {paths: a, null: [x, y], header: 2}\ntarget: {table: t, map: {a: b}}', {
      inputs: ['b', 'c'],
      flags: { null: ['z'], header: false, map: ['c=d'] },
    });
    expect(plan.reading.inputs).toEqual(['b', 'c']);
    expect(plan.reading.csv).toMatchObject({ nulls: ['z'], headerLines: 0 });
    expect([plan.target.table?.name, [...plan.target.map]]).toEqual(['t', [['c', 'd']]]);
  });

  test.each([
    [{}, {}, 'postgres://file/db'],
    [{}, { PGUSER: 'u', PGPASSWORD: 'p' }, 'postgres://file/db'],
    [{}, { DATABASE_URL: 'postgres://env/db' }, null],
    [{}, { PGHOST: 'h' }, null],
    [{ db: 'postgres://flag/db' }, { DATABASE_URL: 'x' }, 'postgres://flag/db'],
  ])('the database: flags %j, environment %j', async (flags, env, db) => {
    const { plan } = await resolve('source: {paths: a}\ntarget: {db: "postgres://file/db"}', { flags, env });
    expect(plan.target.db).toBe(db);
  });

  test.each(['PGHOST', 'PGHOSTADDR', 'PGSERVICE', 'PGDATABASE', 'PGPORT', 'PGUSER', 'PGPASSWORD', 'PGSSLMODE'])(
    '%s names a database here as it does for a run',
    (name) => {
      expect(databaseVariable({ [name]: 'x' }) !== null).toBe(namesDatabase({ [name]: 'x' }));
      expect(databaseVariable({ [name]: '' })).toBeNull();
    },
  );
});

describe('relative paths', () => {
  test('in the file start from its folder', async () => {
    const paths = ['data/a.csv', '../b.csv', '-', 'https://x/y.csv', 's3://b/c', '/abs/c.csv', '*.csv'];
    const { plan } = await resolve(
      JSON.stringify({
        source: { paths, include: '*.csv' },
        target: { mode: 'ignore', reportConflicts: 'c.ndjson' },
        errors: { rejectsDir: 'r' },
      }),
      { name: 'etl/nightly/p.json' },
    );
    const nightly = (path: string): string => join('etl/nightly', path);
    expect(plan.reading.inputs).toEqual([
      ...[nightly('data/a.csv'), 'etl/b.csv', '-', 'https://x/y.csv', 's3://b/c', '/abs/c.csv', nightly('*.csv')],
    ]);
    expect([plan.write.conflictsFile, plan.rejects.folder]).toEqual([nightly('c.ndjson'), nightly('r')]);
    expect(plan.reading.include).toEqual(['*.csv']);
  });

  test("the folder's own name is no pattern", async () => {
    const { plan } = await resolve('source: {paths: ["*.csv", a.csv]}', { name: 'etl (old)/p.yaml' });
    expect(plan.reading.inputs).toEqual(['etl \\(old\\)/*.csv', 'etl (old)/a.csv']);
  });

  test('on the command line start from the working folder', async () => {
    const { plan } = await resolve('{}', { name: 'etl/p.yaml', inputs: ['a.csv'], flags: { rejectsDir: 'r' } });
    expect([plan.reading.inputs, plan.rejects.folder]).toEqual([['a.csv'], 'r']);
  });
});

describe('refused:', () => {
  test.each<[string, string, Given, RegExp]>([
    [
      'a mode without a key',
      'source: {paths: a}\ntarget:\n  mode: upsert',
      {},
      /^p\.yaml:3:9: target\.mode upsert needs/,
    ],
    ['no input', 'target: {table: t}', {}, /^No input is named/],
    [
      'a key that a flag contradicts',
      'source: {paths: a}\nrun: {once: true}',
      { flags: { mode: 'replace' } },
      /^p\.yaml:2:13: run\.once goes by .* and --mode replace takes/,
    ],
    [
      'two keys',
      'source: {paths: a, format: csv, flatten: true}',
      {},
      /^p\.yaml:1:42: source\.flatten .* source\.format csv/,
    ],
    ['a wrong flag', 'source: {paths: a}', { flags: { jobs: '0' } }, /^--jobs: takes/],
  ])('%s', async (_, text, given, message) => {
    await expect(resolve(text, given)).rejects.toThrow(refused('USAGE', message));
  });

  test('the hint names the keys of flags', async () => {
    await expect(resolve('source: {paths: a}\ntarget: {mode: upsert}')).rejects.toMatchObject({
      hint: expect.stringContaining('In p.yaml, --key is target.key.') as string,
    });
  });

  test.each([
    ['p.toml', '', 'USAGE', /reads \.yaml, \.yml, \.json, \.ts, \.mts, \.js and \.mjs; p\.toml is none/],
    ['p', '', 'USAGE', /p is none/],
    ['p.yaml', Buffer.from('a: \xff', 'latin1'), 'PIPELINE_INVALID', /p\.yaml is not UTF-8 text/],
    ['p.yaml', Buffer.from('\ufeffsource: {}', 'utf16le'), 'PIPELINE_INVALID', /is not UTF-8 text/],
    ['p.yaml', `#${'x'.repeat(1024 * 1024)}`, 'PIPELINE_INVALID', /is larger than 1 MiB/],
    ['p.yaml/x.yml', '', 'PIPELINE_INVALID', /p\.yaml is no file/],
  ])('the file %s', async (name, text, code, message) => {
    const given = await request(text, { name });
    await expect(resolvePipeline({ ...given, pipeline: name.split('/')[0] })).rejects.toThrow(refused(code, message));
  });

  test('one that is not there', async () => {
    const missing = resolvePipeline({ ...(await request('')), pipeline: 'none.yml' });
    await expect(missing).rejects.toThrow(refused('PIPELINE_INVALID', /none\.yml does not exist/));
  });

  test('a byte order mark is not', async () => {
    const { plan } = await resolve('\ufeffsource:\r\n  paths: a\r\n', { name: 'p.YML' });
    expect(plan.reading.inputs).toEqual(['a']);
  });
});

describe('errors of the run', () => {
  test('name the place in the file, and show nothing of the environment', async () => {
    const { tell } = await resolve('source: {paths: a, flatten: true}\ntarget: {before: "set x = ${PW}"}', {
      env: { PW: "it's\nhunter2" },
    });
    const error = { code: 'USAGE', message: "--flatten: it's\nhunter2, it's\\nhunter2; it's\\nhun…", hint: null };
    expect(tell(error)).toEqual({
      code: 'USAGE',
      message: 'p.yaml:1:29: source.flatten: ***, ***; ***…',
      hint: null,
    });
  });

  test('stay as they are where the flag was given', async () => {
    const { tell } = await resolve('source: {paths: a}', { flags: { flatten: true } });
    expect(tell({ message: '--flatten --psql --no-such.', hint: 'x' })).toEqual({
      message: '--flatten --psql --no-such.',
      hint: 'x',
    });
  });
});

describe('a printed plan', () => {
  const help = new Map([
    ['mode', 'what it does (default: append)'],
    ['table', 'a name; default: named after the input'],
  ]);

  async function printed(text: string, given?: Given): Promise<string> {
    const asked = await request(text, given);
    return planText(planSettings(asked, await resolvePipeline(asked), help));
  }

  test('has every value with its origin', async () => {
    const text = await printed('source: {paths: [a, b]}\ntarget:\n  table: s.t\n  map: {a: b}', {
      flags: { maxErrors: '5%', header: false, null: ['x'] },
      env: { PGHOST: 'secret.example' },
    });
    expect(text.split('\n')).toEqual(
      expect.arrayContaining([
        'source.paths = [a, b]  (p.yaml:1:17)',
        'target.table = s.t  (p.yaml:3:10)',
        'target.map = [a=b]  (p.yaml:4:8)',
        'errors.maxErrors = 5%  (--max-errors)',
        'source.header = false  (--no-header)',
        'source.null = [x]  (--null)',
        'source.delimiter = detected  (default)',
        'target.mode = append  (default)',
        'target.before = []  (default)',
        'run.once = false  (default)',
        'target.db = ***  (PGHOST)',
      ]),
    );
    expect(text).not.toContain('secret.example');
  });

  test('shows the default of a name, and arguments', async () => {
    const text = await printed('{}', { inputs: ['\u001b[31m.csv'] });
    expect(text).toContain(String.raw`source.paths = [\x1b[31m.csv]  (command line)`);
    expect(text).toContain('target.table = named after the input  (default)');
    expect(text).toContain('target.db = the embedded PostgreSQL in .sluice/  (default)');
  });

  test('shows no secret', async () => {
    const text = await printed(
      'source: {paths: ["https://u:hunter2@x/y.csv?sig=hunter2", "HTTP://x/hunter1?hunter2"]}\ntarget: {db: "postgres://u:hunter2@h/d", before: "x ${PW}"}',
      { env: { PW: 'hunter2' } },
    );
    expect(text).not.toContain('hunter2');
    expect(text).toContain('source.paths = [https://x/y.csv?***, HTTP://x/hunter1?***]');
    expect(text).toContain('target.db = postgres://u:***@h/d');
    expect(text).toContain('target.before = [x ***]');
  });

  test('as JSON', async () => {
    const asked = await request('source: {paths: a}');
    const json = planJson(planSettings(asked, await resolvePipeline(asked), help));
    expect(JSON.parse(json)).toMatchObject({
      'source.paths': { value: ['a'], origin: 'p.yaml:1:17' },
      'run.once': { value: false, origin: 'default' },
    });
  });
});

describe('for a command that loads nothing', () => {
  const text = `source: {paths: a.csv, delimiter: ;}
target: {db: '\${NOT_SET}', table: t, map: {a: b}, mode: upsert, key: '\${NOT_SET}'}
errors: {maxErrors: 5}
run: {jobs: 2, retries: '\${NOT_SET}'}`;

  async function planOf<Command extends 'validate' | 'convert'>(
    command: Command,
    flags: PipelineRequest<Command>['flags'],
    file = text,
    env: NodeJS.ProcessEnv = {},
  ) {
    const cwd = await folderOf({ 'p.yaml': file });
    return resolvePipeline<Command>({ command, inputs: [], flags, env, pipeline: 'p.yaml', cwd });
  }

  test('keys that are not its own are passed over', async () => {
    const { plan, settings } = await planOf('convert', { to: 'csv' });
    expect(plan).toMatchObject({
      to: 'csv',
      reading: { csv: { delimiter: ';' }, jobs: 2 },
      rejects: { budget: { limit: 5 } },
    });
    expect([...settings.keys()]).toEqual(['source.paths', 'source.delimiter', 'errors.maxErrors', 'run.jobs']);
  });

  test('they are to be right all the same', async () => {
    await expect(planOf('convert', { to: 'csv' }, 'source: {paths: a}\ntarget: {mode: upsrt}')).rejects.toThrow(
      refused('PIPELINE_INVALID', /p\.yaml:2:16: target\.mode: takes append/),
    );
  });

  const named = text.replaceAll('${NOT_SET}', '5');
  const nameless = named.replace('db: ', 'role: ');
  interface Case {
    readonly file: string;
    readonly flags?: PipelineRequest<'validate'>['flags'];
    readonly env?: NodeJS.ProcessEnv;
  }

  test.each<[string, Case, boolean]>([
    ['named by the file', { file: named }, true],
    ['named by the environment', { file: nameless, env: { PGHOST: 'h' } }, true],
    ['named by a flag', { file: nameless, flags: { db: 'postgres://h/d' } }, true],
    ['and no database is', { file: nameless }, false],
    ['and --no-db', { file: text, flags: { db: false }, env: { PGHOST: 'h' } }, false],
  ])('a validation is against the table of the file: %s', async (_, { file, flags = {}, env }, hasTarget) => {
    const { plan } = await planOf('validate', flags, file, env);
    expect(plan.target?.table?.name ?? null).toBe(hasTarget ? 't' : null);
  });
});
