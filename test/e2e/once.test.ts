import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { describe, expect, onTestFinished, test } from 'vitest';
import { tryLock } from '../../src/postgres/ledger/locks.js';
import { sluice } from '../support/cli.js';
import { ledgerCommands, type LedgerCommand } from '../support/ledger-commands.js';
import { loadBench } from '../support/load-bench.js';

const bench = loadBench();
const { commandOn, countOf } = ledgerCommands(bench);

describe('--once', () => {
  const small = 'id,note\n1,a\n2,b\n';

  test('loads a file once, whatever it is called; --again loads it anyway', async () => {
    const { run, table, folder } = await commandOn('data.csv', small);
    expect((await run('--once')).summary.counts.loaded).toBe(2);
    const second = await run('--once');
    expect([second.exitCode, second.summary.counts.loaded, second.summary.outcome]).toEqual([0, 0, 'loaded']);
    expect(second.stderr).toMatch(
      /data\.csv is in already: run \d+ loaded 2 rows of it, until \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC/,
    );
    await rename(join(folder, 'data.csv'), join(folder, 'moved.csv'));
    const args = ['load', 'moved.csv', '--table', table, '--db', bench.url, '--once'];
    expect((await sluice(args, { cwd: folder })).stderr).toContain('moved.csv is in already');
    expect(await countOf(table)).toEqual([2, 2]);
    await rename(join(folder, 'moved.csv'), join(folder, 'data.csv'));
    expect((await run('--once', '--again')).exitCode).toBe(0);
    expect(await countOf(table)).toEqual([4, 2]);
  });

  test('counts for the table it was loaded into, and no other', async () => {
    const { run, table } = await commandOn('data.csv', small);
    expect((await run('--once')).summary.counts.loaded).toBe(2);
    await bench.sql(`drop table ${table}; create table ${table} (id int, note text)`);
    expect((await run('--once')).summary.counts.loaded).toBe(2);
  });

  test('a load that failed was none, and neither was a dry run', async () => {
    const { run, table } = await commandOn('data.csv', `${small}x,c\n`);
    expect((await run('--once')).exitCode).toBe(4);
    expect((await run('--once', '--max-errors', '1', '--dry-run')).exitCode).toBe(3);
    expect((await run('--once', '--max-errors', '1')).exitCode).toBe(3);
    expect(await countOf(table)).toEqual([2, 2]);
    expect((await run('--once')).exitCode).toBe(0);
  });

  test('goes with a merge', async () => {
    const { run, table } = await commandOn('data.csv', `${small}2,c\n`);
    await bench.sql(`alter table ${table} add unique (id)`);
    const merge = ['--once', '--mode', 'upsert', '--key', 'id'];
    expect((await run(...merge)).summary.counts).toMatchObject({ read: 3, loaded: 2, skipped: 1 });
    expect((await run(...merge)).summary.loadedBefore).toHaveLength(1);
  });

  test('goes with a role that knows nothing of the ledger', async () => {
    const { run, table } = await commandOn('data.csv', small);
    await bench.sql(`create role loader_${table}; grant insert, select on ${table} to loader_${table}`);
    for (const flag of ['--once', '--resumable']) {
      const { exitCode, stderr } = await run(flag, '--again', '--set-role', `loader_${table}`);
      expect(exitCode, stderr).toBe(0);
    }
    await bench.sql(`drop owned by loader_${table}; drop role loader_${table}`);
  });
});

describe('another run on the same source and table', () => {
  async function locked(name: string): Promise<{ command: LedgerCommand; release: () => Promise<void> }> {
    const command = await commandOn(name, 'id,note\n1,a\n');
    const client = new pg.Client({ connectionString: bench.url });
    await client.connect();
    const [{ oid }] = (await bench.sql(`select '${command.table}'::regclass::oid::int as oid`)) as { oid: number }[];
    expect(await tryLock(client, { tableOid: oid, name: join(command.folder, name), isShared: false })).toBe(true);
    return { command, release: () => client.end() };
  }

  test.each(['--resumable', '--once'])('is waited for with %s', async (flag) => {
    const { command, release } = await locked('data.csv');
    const running = command.run(flag);
    setTimeout(() => void release(), 800);
    const { exitCode, stderr, summary } = await running;
    expect([exitCode, summary.counts.loaded]).toEqual([0, 1]);
    expect(stderr).toContain('data.csv into this table: waiting until it is done');
  });

  test('or ends this one, with --if-running stop', async () => {
    const { command, release } = await locked('data.csv');
    const { exitCode, summary } = await command.run('--once', '--if-running', 'stop');
    expect([exitCode, summary.error?.code]).toEqual([6, 'ALREADY_RUNNING']);
    await release();
    expect((await command.run('--once', '--if-running', 'stop')).exitCode).toBe(0);
  });
});

test('with very many sources, the table is locked as one; runs with few share it', async () => {
  const { folder, table, run } = await commandOn('data.csv', 'id,note\n1,a\n');
  const names = Array.from({ length: 101 }, (_, index) => `f${index}.csv`);
  await Promise.all(names.map((name, index) => writeFile(join(folder, name), `id,note\n${index + 10},a\n`)));
  const client = new pg.Client({ connectionString: bench.url });
  await client.connect();
  onTestFinished(() => client.end());
  const [{ oid }] = (await bench.sql(`select '${table}'::regclass::oid::int as oid`)) as { oid: number }[];
  expect(await tryLock(client, { tableOid: oid, name: null, isShared: true })).toBe(true);
  expect((await run('--resumable', '--if-running', 'stop')).exitCode).toBe(0);
  const many = await run('--resumable', '--if-running', 'stop', ...names);
  expect(many.summary.error?.message).toBe('Another run is loading the same sources into this table.');
  await client.query('select pg_advisory_unlock_all()');
  expect((await run('--resumable', ...names)).summary.counts.loaded).toBe(101);
});
