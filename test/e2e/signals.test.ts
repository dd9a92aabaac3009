/** Signals, pipes and the process itself: the real command as a child process. */
import { execFile } from 'node:child_process';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { startSluice, type Child } from '../support/child.js';
import { loadBench } from '../support/load-bench.js';
import { startProxy } from '../support/proxy.js';
import { tempFolder } from '../support/temp-folder.js';
import { until } from '../support/until.js';

const bench = loadBench();

const rows = Buffer.from(`1,${'x'.repeat(90)}\n`.repeat(1000));

/** Writes to the child until its pipe is full or it has gone. */
function feed({ process: { stdin } }: Child): void {
  stdin.write('id,note\n');
  const more = (): void => {
    while (stdin.writable && stdin.write(rows));
  };
  stdin.on('drain', more);
  more();
}

async function isCopying(): Promise<boolean> {
  const found = await bench.sql(
    `select from pg_stat_activity where datname = current_database() and query like 'COPY%' and pid <> pg_backend_pid()`,
  );
  return found.length > 0;
}

/** What a run must not leave behind, wherever it was stopped. */
async function expectNothingLeft(folder: string, table: string): Promise<void> {
  await until(async () => {
    const left = await bench.sql(
      `select from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`,
    );
    return left.length === 0;
  }, 5);
  expect(await bench.sql(`select to_regclass('${table}') as found`)).toEqual([{ found: null }]);
  expect(await readdir(join(folder, 'tmp'))).toEqual([]);
}

describe.each([
  ['SIGINT', 130, 'interrupted'],
  ['SIGTERM', 143, 'interrupted'],
] as const)('%s', (signal, expected, outcome) => {
  test('while rows are sent: rolled back, and nothing is left', async () => {
    const table = `sent_${signal.toLowerCase()}`;
    const folder = await tempFolder();
    await mkdir(join(folder, 'tmp'));
    await writeFile(join(folder, 'data.csv'), `id,note\n${rows.toString().repeat(500)}`);
    const args = ['load', 'data.csv', '--table', table, '--create', '--db', bench.url, '--json'];
    const child = startSluice(args, { cwd: folder, env: { TMPDIR: join(folder, 'tmp') } });
    await until(isCopying);
    child.process.kill(signal);
    const { exitCode, stdout, stderr } = await child.ended;
    expect(exitCode, stderr).toBe(expected);
    expect(JSON.parse(stdout)).toMatchObject({ outcome, exitCode: expected, counts: { loaded: 0 } });
    await expectNothingLeft(folder, table);
  });

  test('while a named pipe waits for its writer', async () => {
    const folder = await tempFolder();
    await promisify(execFile)('mkfifo', [join(folder, 'pipe')]);
    const child = startSluice(['load', 'pipe', '--table', 'piped', '--db', bench.url], { cwd: folder });
    await sleep(1000);
    child.process.kill(signal);
    const { exitCode, stderr } = await child.ended;
    expect(exitCode, stderr).toBe(expected);
  });

  test('while standard input is kept to be read twice: no copy of it is left', async () => {
    const folder = await tempFolder();
    await mkdir(join(folder, 'tmp'));
    const args = ['load', '-', '--table', 'kept', '--create', '--db', bench.url];
    const child = startSluice(args, { cwd: folder, env: { TMPDIR: join(folder, 'tmp') } });
    feed(child);
    await new Promise((kept) => child.process.stderr?.once('data', kept));
    child.process.kill(signal);
    const { exitCode, stderr } = await child.ended;
    expect(exitCode, stderr).toBe(expected);
    await expectNothingLeft(folder, 'kept');
  });
});

test('a server that has stalled is given up on after --shutdown-timeout: rolled back, and reported', async () => {
  await bench.sql('create table given_up (id int, note text)');
  const proxy = await startProxy(bench.url, { afterBytes: 500_000, kind: 'stall' });
  const args = ['load', '-', '--table', 'given_up', '--db', proxy.url, '--shutdown-timeout', '1', '--json'];
  const child = startSluice(args, { cwd: await tempFolder() });
  feed(child);
  await until(proxy.failed);
  const stoppedAt = performance.now();
  child.process.kill('SIGINT');
  const { exitCode, stdout } = await child.ended;
  expect(exitCode).toBe(130);
  expect(JSON.parse(stdout)).toMatchObject({ outcome: 'interrupted', counts: { loaded: 0 } });
  // The goodbye may take a second more.
  expect(performance.now() - stoppedAt).toBeLessThan(3500);
  expect(await bench.sql('select count(*)::int from given_up')).toEqual([{ count: 0 }]);
});

test('a second signal ends the process at once, though the server has stalled', async () => {
  await bench.sql('create table stalled (id int, note text)');
  const proxy = await startProxy(bench.url, { afterBytes: 500_000, kind: 'stall' });
  const child = startSluice(['load', '-', '--table', 'stalled', '--db', proxy.url], { cwd: await tempFolder() });
  feed(child);
  await until(proxy.failed);
  child.process.kill('SIGINT');
  await sleep(300);
  expect(child.process.exitCode).toBe(null);
  child.process.kill('SIGTERM');
  await sleep(300);
  expect(child.process.signalCode).toBe('SIGTERM');
  expect((await child.ended).exitCode).toBe(143);
});

describe('pipes', () => {
  const command = `'${process.execPath}' '${resolve('bin/sluice.js')}'`;

  async function shell(script: string, cwd: string): Promise<{ exitCode: number; stdout: string; stderr: string }> {
    const done = promisify(execFile)('sh', ['-c', script], { cwd });
    return done.then(
      (out) => ({ exitCode: 0, ...out }),
      (error: unknown) => {
        const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
        return { exitCode: code, stdout, stderr };
      },
    );
  }

  async function folderWith(text: string): Promise<string> {
    const folder = await tempFolder();
    await writeFile(join(folder, 'data.csv'), text);
    return folder;
  }

  test('cat file | sluice load -', async () => {
    await bench.sql('create table piped (id int, note text)');
    const folder = await folderWith('id,note\n1,a\n2,b\n');
    const { exitCode, stdout } = await shell(
      `cat data.csv | ${command} load - --table piped --json --db '${bench.url}'`,
      folder,
    );
    expect([exitCode, JSON.parse(stdout)]).toMatchObject([0, { counts: { loaded: 2 } }]);
  });

  test('sluice load - < file, into a table that is made', async () => {
    const folder = await folderWith('id,note\n1,a\n2,b\n');
    const { exitCode } = await shell(
      `${command} load - --table redirected --create --db '${bench.url}' < data.csv`,
      folder,
    );
    expect([exitCode, await bench.sql('select count(*)::int from redirected')]).toEqual([0, [{ count: 2 }]]);
  });

  test('a process substitution is a file that is read once', async () => {
    const folder = await folderWith('id,note\n1,a\n2,b\n');
    await promisify(execFile)('mkfifo', [join(folder, 'pipe.csv')]);
    const script = `cat data.csv > pipe.csv & ${command} load pipe.csv --table substituted --create --db '${bench.url}'`;
    const { exitCode, stderr } = await shell(script, folder);
    expect(exitCode, stderr).toBe(0);
    expect(await bench.sql('select count(*)::int from substituted')).toEqual([{ count: 2 }]);
  });

  test('sluice load - < folder', async () => {
    await bench.sql('create table from_folder (id int)');
    const { exitCode, stderr } = await shell(
      `${command} load - --table from_folder --db '${bench.url}' < .`,
      await tempFolder(),
    );
    expect(stderr).toMatch(/\(SOURCE_(EMPTY|UNREADABLE)\)/);
    expect(exitCode).toBe(5);
  });

  test('a reader of stdout that goes away is no failure', async () => {
    await bench.sql('create table headed (id int, note text)');
    const folder = await folderWith('id,note\n1,a\n');
    const load = `${command} load data.csv --table headed --json --db '${bench.url}'`;
    const { stdout, stderr } = await shell(`{ ${load}; echo "code $?" >&2; } | exec true`, folder);
    expect(stdout).toBe('');
    expect(stderr).toMatch(/code 0\n$/);
    expect(stderr).not.toMatch(/EPIPE|at .*\.js:/);
    expect(await bench.sql('select count(*)::int from headed')).toEqual([{ count: 1 }]);
  });

  test('a reader of stderr that goes away is no failure', async () => {
    await bench.sql('create table unheard (id int, note text)');
    const folder = await folderWith('id,note\nx,a\n1,b\n');
    const load = `${command} load data.csv --table unheard --max-errors 1 --db '${bench.url}'`;
    const { stdout } = await shell(`{ ${load} 2>&1 >&3 | true; } 3>/dev/null; echo done`, folder);
    expect(stdout).toBe('done\n');
    await until(async () => (await bench.sql('select count(*)::int as n from unheard'))[0]?.['n'] === 1);
  });
});

test.each(['>', '2>'])(
  'a full disk behind an output (%s/dev/full) does not make a load that was committed a failure',
  async (to) => {
    const table = to === '>' ? 'full_stdout' : 'full_stderr';
    await bench.sql(`create table ${table} (a int)`);
    const folder = await tempFolder();
    await writeFile(join(folder, 'data.csv'), 'a\n1\n');
    const command = [
      process.execPath,
      resolve('bin/sluice.js'),
      'load',
      'data.csv',
      '--table',
      table,
      '--json',
      '--db',
      bench.url,
    ];
    const quoted = command.map((word) => `'${word}'`).join(' ');
    const { stderr } = await promisify(execFile)('sh', ['-c', `${quoted} ${to}/dev/full`], { cwd: folder });
    expect(stderr).not.toMatch(/^\s+at /m);
    expect(await bench.sql(`select count(*)::int from ${table}`)).toEqual([{ count: 1 }]);
  },
);
