import { chmod, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { stopEmbedded } from '../../src/postgres/embedded/server.js';
import { sluice } from '../support/cli.js';
import { query, testDatabaseUrl } from '../support/database.js';
import { tempFolder } from '../support/temp-folder.js';

describe('sluice db, with the embedded PostgreSQL', () => {
  let cwd: string;

  beforeAll(async () => {
    cwd = await mkdtemp(join(tmpdir(), 'sluice-test-'));
    await chmod(cwd, 0o755);
  });
  afterAll(async () => {
    await stopEmbedded(join(cwd, '.sluice'));
    await rm(cwd, { recursive: true, force: true });
  });

  test('stop, when nothing runs, says so and makes nothing', async () => {
    const { exitCode, stdout, stderr } = await sluice(['db', 'stop'], { cwd });
    expect([exitCode, stdout, stderr]).toEqual([0, '', 'the PostgreSQL in .sluice is not running\n']);
    expect(await readdir(cwd)).toEqual([]);
  });

  test('start keeps it running, url prints how to reach it, query looks into it, stop ends it', async () => {
    const start = await sluice(['db', 'start'], { cwd });
    expect(start).toMatchObject({ exitCode: 0, stdout: '' });
    expect(start.stderr).toMatch(/^setting up PostgreSQL .* \(once\)\n.*runs until "sluice db stop"\n$/);

    const url = await sluice(['db', 'url'], { cwd });
    expect(url).toMatchObject({ exitCode: 0, stderr: '' });
    expect(url.stdout).toMatch(/^postgres:\/\/sluice:[\w-]+@127\.0\.0\.1:\d+\/sluice\n$/);
    await query(url.stdout.trim(), 'CREATE TABLE t AS SELECT 1 AS a');

    const rows = await sluice(['db', 'query', 'SELECT * FROM t'], { cwd });
    expect([rows.exitCode, rows.stdout, rows.stderr]).toEqual([0, ' a\n---\n 1\n(1 row)\n', '']);

    const stop = await sluice(['db', 'stop'], { cwd });
    expect([stop.exitCode, stop.stdout, stop.stderr]).toEqual([0, '', 'the PostgreSQL in .sluice has stopped\n']);
  });
});

describe('sluice db query', () => {
  const ask = async (...args: string[]) =>
    sluice(['db', 'query', ...args, '--db', await testDatabaseUrl()], { cwd: await tempFolder() });

  test('prints what each statement returns, with nothing that a terminal obeys', async () => {
    const sql = "SET datestyle TO iso; SELECT 1 AS n, E'a\\x1b[2J\\nb' AS t UNION ALL SELECT 20, NULL";
    expect(await ask(sql)).toEqual({
      exitCode: 0,
      stdout: 'SET\n n  |      t\n----+-------------\n  1 | a\\x1b[2J\\nb\n 20 |\n(2 rows)\n',
      stderr: '',
    });
  });

  test('--json prints an object a row, and loses no digit', async () => {
    const { stdout } = await ask(
      `SELECT 9007199254740993 AS i, 0.10::numeric AS n, 'NaN'::float8 AS f, true AS b, E'{"k":\n1}'::json AS j, 'x"' AS t, NULL AS z`,
      '--json',
    );
    expect(stdout).toBe('{"i":9007199254740993,"n":0.10,"f":"NaN","b":true,"j":{"k": 1},"t":"x\\"","z":null}\n');
  });

  test('what Postgres refuses ends it with its code', async () => {
    const { exitCode, stdout, stderr } = await ask('SELECT * FROM nowhere');
    expect([exitCode, stdout]).toEqual([6, '']);
    expect(stderr).toContain('relation "nowhere" does not exist (SQLSTATE 42P01)');
  });
});
