import { setTimeout as sleep } from 'node:timers/promises';
/** What fails around a load ends it with the right code, soon, and with nothing half done. */
import { execFile } from 'node:child_process';
import { appendFile, chmod, mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { promisify } from 'node:util';
import pg from 'pg';
import { describe, expect, onTestFinished, test } from 'vitest';
import { SluiceError } from '../../src/errors/sluice-error.js';
import type { RunSummary } from '../../src/report/summary.js';
import { sluice } from '../support/cli.js';
import { startRefusingServer } from '../support/fake-server.js';
import { loadBench } from '../support/load-bench.js';
import { startProxy } from '../support/proxy.js';
import { tempFolder } from '../support/temp-folder.js';
import { until } from '../support/until.js';

const bench = loadBench();

/** Some 20 MB in some 20 blocks. */
const large = `id,note\n${Array.from({ length: 200_000 }, (_, id) => `${id},${'x'.repeat(90)}\n`).join('')}`;

/** An input that never ends, until it is destroyed. */
function endless(): Readable {
  const rows = Buffer.from(`1,${'x'.repeat(90)}\n`.repeat(1000));
  const stream = new Readable({
    read() {
      setImmediate(() => this.push(rows));
    },
  });
  stream.push('id,note\n');
  onTestFinished(() => void stream.destroy());
  return stream;
}

/** Tells once a connection of Sluice to the bench's database waits or works as described. */
function backend(where: string): Promise<boolean> {
  const others = `datname = current_database() and pid <> pg_backend_pid() and application_name = 'sluice'`;
  return bench.sql(`select from pg_stat_activity where ${others} and ${where}`).then((rows) => rows.length > 0);
}

describe('the server', () => {
  test('turns the password away, which no message repeats', async () => {
    const port = await startRefusingServer();
    const db = `postgres://ana:sesame@127.0.0.1:${port}/shop`;
    const { exitCode, stdout, stderr } = await bench.load('a\n1\n', ['--db', db]);
    expect(exitCode).toBe(6);
    expect(stderr).toMatch(/turned away user "ana".*DATABASE_UNREACHABLE/);
    expect(stdout + stderr).not.toContain('sesame');
  });

  test('is down', async () => {
    const db = 'postgres://ana:sesame@127.0.0.1:1/shop';
    const { exitCode, stdout, stderr, summary } = await bench.load('a\n1\n', ['--db', db, '--retries', '0']);
    expect(exitCode).toBe(6);
    expect(stderr).toMatch(
      /Can't connect to the database at 127\.0\.0\.1:1: the connection was refused\. \(DATABASE_UNREACHABLE\)/,
    );
    expect(summary).toMatchObject({ outcome: 'failed', exitCode: 6, counts: { read: 0, loaded: 0 } });
    expect(stdout + stderr).not.toContain('sesame');
  });

  test('has no such database', async () => {
    const { exitCode, stderr } = await bench.load('a\n1\n', ['--db', `${bench.url}_not`]);
    expect([exitCode, /there is no database ".*_not"/.test(stderr)]).toEqual([6, true]);
  });

  test.each([1, 400, 2000, 1_000_000, 9_500_000])(
    'is cut off after %i bytes',
    async (afterBytes) => {
      await bench.sql('create table if not exists cut (id int, note text)');
      const { url } = await startProxy(bench.url, { afterBytes, kind: 'cut' });
      const { exitCode, summary, stderr } = await bench.load(large, ['--table', 'cut', '--db', url, '--retries', '0']);
      expect(stderr).toContain('(DATABASE_');
      expect(exitCode).toBe(6);
      expect(summary).toMatchObject({ outcome: 'failed', counts: { loaded: 0 } });
      if (afterBytes > 2000) expect(summary.error?.code).toBe('DATABASE_LOST');
      expect(await bench.sql('select count(*)::int from cut')).toEqual([{ count: 0 }]);
    },
    10_000,
  );

  test('ends the connection in the middle', async () => {
    await bench.sql('create table ended (id int, note text)');
    const loading = sluice(['load', '-', '--table', 'ended', '--db', bench.url, '--json'], {
      cwd: await tempFolder(),
      stdin: endless(),
    });
    await until(() => backend(`state = 'active' and query like 'COPY%'`));
    await bench.sql(
      `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'sluice' and datname = current_database()`,
    );
    const { exitCode, stdout } = await loading;
    expect(exitCode).toBe(6);
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'DATABASE_LOST' }, counts: { loaded: 0 } });
    expect(await bench.sql('select count(*)::int from ended')).toEqual([{ count: 0 }]);
  }, 10_000);

  test('cancels the COPY', async () => {
    await bench.sql('create table cancelled (id int, note text)');
    const loading = sluice(['load', '-', '--table', 'cancelled', '--db', bench.url, '--json'], {
      cwd: await tempFolder(),
      stdin: endless(),
    });
    await until(() => backend(`state = 'active' and query like 'COPY%'`));
    await bench.sql(
      `select pg_cancel_backend(pid) from pg_stat_activity where application_name = 'sluice' and datname = current_database()`,
    );
    const { exitCode, stdout } = await loading;
    const { error } = JSON.parse(stdout) as RunSummary;
    expect(error).toMatchObject({
      code: 'DATABASE_REFUSED',
      hint: expect.stringContaining('statement_timeout') as string,
    });
    expect(exitCode).toBe(6);
    expect(await bench.sql('select count(*)::int from cancelled')).toEqual([{ count: 0 }]);
    expect(await backend('true')).toBe(false);
  }, 10_000);
});

describe('an interrupt', () => {
  test('ends a run whose server has stalled', async () => {
    await bench.sql('create table stalled (id int, note text)');
    const proxy = await startProxy(bench.url, { afterBytes: 2_000_000, kind: 'stall' });
    const abort = new AbortController();
    const args = ['load', '-', '--table', 'stalled', '--db', proxy.url, '--json', '--shutdown-timeout', '2s'];
    const loading = sluice(args, {
      cwd: await tempFolder(),
      stdin: endless(),
      signal: abort.signal,
    });
    await until(proxy.failed);
    abort.abort(new SluiceError('TERMINATED', 'Told to end.'));
    const { exitCode, stdout } = await loading;
    expect([exitCode, (JSON.parse(stdout) as RunSummary).outcome]).toEqual([143, 'interrupted']);
    expect(await bench.sql('select count(*)::int from stalled')).toEqual([{ count: 0 }]);
  }, 10_000);

  test('ends a run that waits for a lock, and leaves no one waiting for it', async () => {
    await bench.sql('create table locked (id int)');
    const other = new pg.Client({ connectionString: bench.url });
    await other.connect();
    onTestFinished(() => other.end());
    await other.query('begin; lock table locked in access exclusive mode');
    const abort = new AbortController();
    const loading = bench.load('id\n1\n', ['--table', 'locked'], { signal: abort.signal });
    await until(() => backend(`wait_event_type = 'Lock'`));
    abort.abort(new SluiceError('INTERRUPTED', 'Interrupted.'));
    const { exitCode } = await loading;
    expect(exitCode).toBe(130);
    await until(async () => !(await backend('true')), 1);
  }, 10_000);

  test.each([
    ['a table that is there', []],
    ['a table to be made', ['--create']],
  ])(
    'ends a run whose input is silent: %s',
    async (_, flags) => {
      const table = flags.length === 0 ? 'silent' : 'silent_new';
      await bench.sql('create table if not exists silent (id int)');
      for (const bytes of ['', 'id\n1\n']) {
        const abort = new AbortController();
        const stdin = new Readable({ read: () => undefined });
        if (bytes !== '') stdin.push(bytes);
        const args = ['load', '-', '--table', table, '--db', bench.url, ...flags];
        const loading = sluice(args, { cwd: await tempFolder(), stdin, signal: abort.signal });
        // Before the first line has come, there is no connection yet.
        if (bytes === '') await sleep(300);
        else await until(() => backend('true'));
        abort.abort(new SluiceError('INTERRUPTED', 'Interrupted.'));
        expect((await loading).exitCode).toBe(130);
        expect(await backend('true')).toBe(false);
      }
    },
    10_000,
  );
});

describe('reject files', () => {
  const bad = 'id\nx\n1\n';

  test.each([
    ['is missing', 'nowhere', /No reject file could be made in .*nowhere: the folder does not exist/],
    ['is a file', 'data.csv', /it is not a folder/],
    ['takes no files', '/proc', /No reject file could be made in/],
  ])('whose folder %s: nothing is begun', async (_, folder, message) => {
    await bench.sql('create table if not exists no_place (id int)');
    const { exitCode, stderr } = await bench.load('id\n1\n', ['--table', 'no_place', '--rejects-dir', folder]);
    expect(stderr).toMatch(message);
    expect(exitCode).toBe(2);
    expect(await bench.sql('select count(*)::int from no_place')).toEqual([{ count: 0 }]);
  });

  test.skipIf(process.getuid?.() === 0)('whose folder is read-only: nothing is begun', async () => {
    const folder = await tempFolder();
    await writeFile(join(folder, 'data.csv'), bad);
    await chmod(folder, 0o500);
    const { exitCode, stderr } = await sluice(['load', 'data.csv', '--db', bench.url], { cwd: folder });
    await chmod(folder, 0o700);
    expect([exitCode, stderr.includes('you may not write there')]).toEqual([2, true]);
  });

  test('that can no longer be written end the run, and nothing is loaded', async () => {
    await bench.sql('create table no_longer (id int)');
    const folder = await tempFolder();
    await mkdir(join(folder, 'rejects'));
    const stdin = new Readable({ read: () => undefined });
    stdin.push('id\n1\n');
    const args = [
      'load',
      '-',
      '--table',
      'no_longer',
      '--db',
      bench.url,
      '--max-errors',
      '9',
      '--rejects-dir',
      'rejects',
      '--json',
    ];
    const loading = sluice(args, { cwd: folder, stdin });
    await until(() => backend('true'));
    await rm(join(folder, 'rejects'), { recursive: true });
    stdin.push('x\n2\n');
    stdin.push(null);
    const { exitCode, stdout, stderr } = await loading;
    expect(stderr).toMatch(/stdin\.rejects\.csv can't be written: .*OUTPUT_FAILED/);
    expect(exitCode).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      outcome: 'failed',
      counts: { read: 3, loaded: 0, rejected: 1, rolledBack: 2 },
    });
    expect(await bench.sql('select count(*)::int from no_longer')).toEqual([{ count: 0 }]);
  });
});

describe('a disk that is full', () => {
  /** Runs the command where no file may grow past 32 KB: a write then fails as it does on a full disk. */
  async function cramped(args: string, folder: string): Promise<{ code: number; stderr: string }> {
    const script = `ulimit -f 64; '${process.execPath}' '${resolve('bin/sluice.js')}' ${args} --db '${bench.url}'`;
    const run = promisify(execFile)('sh', ['-c', script], { cwd: folder });
    return run.then(
      ({ stderr }) => ({ code: 0, stderr }),
      (error: unknown) => error as { code: number; stderr: string },
    );
  }

  test('for the reject files: nothing is loaded', async () => {
    await bench.sql('create table no_room (id int, note text)');
    const folder = await tempFolder();
    const bad = `x,${'y'.repeat(200)}\n`.repeat(2000);
    await writeFile(join(folder, 'data.csv'), `id,note\n1,good\n${bad}`);
    const { code, stderr } = await cramped('load data.csv --table no_room --max-errors 100%', folder);
    expect(stderr).toMatch(/data\.rejects\.\w+ can't be written: .*OUTPUT_FAILED/);
    expect(code).toBe(1);
    expect(await bench.sql('select count(*)::int from no_room')).toEqual([{ count: 0 }]);
  });

  test('for the copy of standard input: no table is made', async () => {
    const folder = await tempFolder();
    await writeFile(join(folder, 'data.csv'), `id,note\n${`1,${'y'.repeat(200)}\n`.repeat(2000)}`);
    const { code, stderr } = await cramped('load - --table no_copy --create < data.csv', folder);
    expect(stderr).toMatch(/The input can't be kept in .*OUTPUT_FAILED/);
    expect(code).toBe(1);
    expect(await bench.sql(`select to_regclass('no_copy') as found`)).toEqual([{ found: null }]);
  });
});

describe('the input', () => {
  test('changes while it is read', async () => {
    await bench.sql('create table changing (id int)');
    const other = new pg.Client({ connectionString: bench.url });
    await other.connect();
    onTestFinished(() => other.end());
    await other.query('begin; lock table changing in access exclusive mode');
    const folder = await tempFolder();
    await writeFile(join(folder, 'data.csv'), 'id\n1\n');
    const loading = sluice(['load', 'data.csv', '--table', 'changing', '--db', bench.url], { cwd: folder });
    await until(() => backend(`wait_event_type = 'Lock'`));
    await appendFile(join(folder, 'data.csv'), '2\n');
    await other.query('commit');
    const { exitCode, stderr } = await loading;
    expect(stderr).toContain('data.csv changed while it was read. (SOURCE_CHANGED)');
    expect(exitCode).toBe(5);
    expect(await bench.sql('select count(*)::int from changing')).toEqual([{ count: 0 }]);
  });

  test('breaks off', async () => {
    await bench.sql('create table broken (id int)');
    const stdin = new Readable({ read: () => undefined });
    stdin.push('id\n1\n');
    const args = ['load', '-', '--table', 'broken', '--db', bench.url];
    const loading = sluice(args, { cwd: await tempFolder(), stdin });
    await until(() => backend('true'));
    stdin.destroy(new Error('the cable was pulled'));
    const { exitCode, stderr } = await loading;
    expect(stderr).toMatch(/stdin can't be read \(the cable was pulled\)\. \(SOURCE_UNREADABLE\)/);
    expect(exitCode).toBe(5);
    expect(await bench.sql('select count(*)::int from broken')).toEqual([{ count: 0 }]);
  });

  test('leaves nothing open, however the run ends', async () => {
    await bench.sql('create table open_files (id int)');
    const before = await readdir('/proc/self/fd').catch(() => []);
    for (const text of ['id\n1\n', 'id\nx\n', '', 'wrong\n1\n', 'id,id\n'])
      await bench.load(text, ['--table', 'open_files']);
    const after = await readdir('/proc/self/fd').catch(() => []);
    expect(after.length).toBeLessThanOrEqual(before.length);
    expect(await backend('true')).toBe(false);
  });
});
