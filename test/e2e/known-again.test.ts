/** How the ledger knows sources again, and reject files: under other names, after a change, and what it can't be sure of. */
import { mkdir, readdir, readFile, rename, utimes, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { RunSummary } from '../../src/report/summary.js';
import { sluice } from '../support/cli.js';
import { ledgerCommands, type LedgerCommand } from '../support/ledger-commands.js';
import { loadBench } from '../support/load-bench.js';
import { startProxy } from '../support/proxy.js';

const bench = loadBench();
const { commandOn, countOf } = ledgerCommands(bench);

const RECORDS = 40_000;
const lines = Array.from({ length: RECORDS }, (_, index) => `${index + 1},note ${index + 1}\n`);
/** Bad ones in the first statement, and in the last. */
const csv = `id,note\n${lines.join('').replace(/^(?:5|39000|39500),/gm, 'x,')}`;

/** A load that has ended over budget, and has left its first statements. */
async function begun(...flags: string[]): Promise<LedgerCommand> {
  const command = await commandOn('data.csv', csv);
  expect((await command.run('--resumable', '--max-errors', '2', ...flags)).exitCode).toBe(4);
  return command;
}

/** Runs the command on another input. */
async function load({ folder, table }: LedgerCommand, input: string, ...flags: string[]) {
  const args = ['load', input, '--table', table, '--db', bench.url, '--json', '--jobs', '1', ...flags];
  const result = await sluice(args, { cwd: folder });
  return { ...result, summary: JSON.parse(result.stdout || 'null') as RunSummary };
}

/** Serves texts by path, all under one ETag. */
async function serve(texts: Record<string, string>): Promise<string> {
  const server = createServer(({ url = '' }, response) => response.writeHead(200, { ETag: '"1"' }).end(texts[url]));
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe('the same bytes under another name', () => {
  test('of which a part is in are refused, unless all is wanted again', async () => {
    const command = await begun();
    await rename(join(command.folder, 'data.csv'), join(command.folder, 'other.csv'));
    for (const flag of ['--resumable', '--once']) {
      const { exitCode, summary } = await load(command, 'other.csv', flag);
      expect([exitCode, summary.error?.message]).toEqual([
        2,
        expect.stringMatching(/other\.csv has the same bytes as \S+data\.csv, of which run \d+ has loaded a part\.$/),
      ]);
    }
    expect((await load(command, 'other.csv', '--once', '--again', '--max-errors', '3')).exitCode).toBe(3);
  });

  test('--once does not load what a resumable run has begun, under its own name either', async () => {
    const command = await begun();
    const { exitCode, summary } = await command.run('--once');
    expect([exitCode, summary.error?.message]).toEqual([
      2,
      expect.stringMatching(/^Run \d+ has loaded a part of \S+data\.csv with --resumable\.$/),
    ]);
  });

  test('in an archive that was renamed are passed over; another entry of it is not', async () => {
    const archive = await readFile(new URL('../../fixtures/containers/orders.zip', import.meta.url));
    const command = await commandOn('data.zip', archive);
    await bench.sql(`drop table ${command.table}`);
    const first = await load(command, 'data.zip/a.csv', '--once', '--create');
    await rename(join(command.folder, 'data.zip'), join(command.folder, 'moved.zip'));
    const { summary } = await load(command, 'moved.zip', '--once');
    expect(summary.loadedBefore.map(({ name }) => name)).toEqual(['moved.zip/a.csv']);
    expect(summary.counts.loaded).toBe(3 * first.summary.counts.loaded);
  });

  test('an ETag says nothing of another URL', async () => {
    const url = await serve({ '/a.csv': 'id,note\n1,a\n', '/b.csv': 'id,note\n2,b\n' });
    const command = await commandOn('unused.csv', '');
    expect((await load(command, `${url}/a.csv`, '--once')).summary.counts.loaded).toBe(1);
    expect((await load(command, `${url}/b.csv`, '--once')).summary.counts.loaded).toBe(1);
    expect((await load(command, `${url}/b.csv`, '--once')).summary.counts.loaded).toBe(0);
  });

  test('large files with the same ends and time are the same only under the same name', async () => {
    const end = 'id,note\n'.padEnd(70_000, '1,a\n');
    const command = await commandOn('one.csv', `${end}7,middle\n${end.slice(8)}`);
    await writeFile(join(command.folder, 'two.csv'), `${end}8,middle\n${end.slice(8)}`);
    for (const name of ['one.csv', 'two.csv']) await utimes(join(command.folder, name), 1e9, 1e9);
    const first = await load(command, 'one.csv', '--once');
    expect(first.summary.counts.rejected, first.stderr).toBe(0);
    const second = await load(command, 'two.csv', '--once');
    expect(second.summary.counts.loaded).toBe(first.summary.counts.loaded);
    await mkdir(join(command.folder, 'done'));
    await rename(join(command.folder, 'two.csv'), join(command.folder, 'done', 'two.csv'));
    expect((await load(command, 'done/two.csv', '--once')).summary.counts.loaded).toBe(0);
  });
});

describe('reject files that are not as they were left', () => {
  test('are set aside, whole: mended ones too', async () => {
    const { run, folder } = await begun();
    const path = join(folder, 'data.rejects.csv');
    await writeFile(path, (await readFile(path, 'utf8')).replaceAll('x,', '1,'));
    const mended = await readFile(path, 'utf8');
    const { exitCode, stderr } = await run('--resumable', '--max-errors', '3');
    expect(exitCode).toBe(3);
    const names = (await readdir(folder)).filter((name) => name.includes('before-run')).toSorted();
    expect(names).toEqual([
      expect.stringMatching(/^data\.rejects\.csv\.before-run-\d+$/),
      expect.stringMatching(/^data\.rejects\.ndjson\.before-run-\d+$/),
    ]);
    expect(stderr).toContain(names[0]);
    expect(await readFile(join(folder, names[0]), 'utf8')).toBe(mended);
    expect(await readFile(path, 'utf8')).toBe('id,note\nx,note 39000\nx,note 39500\n');
  });

  test('in another folder are left there, and those of each folder are gone on with', async () => {
    const { run, folder } = await begun();
    await mkdir(join(folder, 'b'));
    const second = await run('--resumable', '--max-errors', '2', '--rejects-dir', 'b');
    expect([second.exitCode, second.stderr]).toEqual([
      4,
      expect.stringContaining('1 reject of data.csv went into files'),
    ]);
    expect((await run('--resumable', '--max-errors', '3', '--rejects-dir', 'b')).exitCode).toBe(3);
    const all = `${await readFile(join(folder, 'data.rejects.csv'), 'utf8')}${await readFile(join(folder, 'b', 'data.rejects.csv'), 'utf8')}`;
    expect(['5', '39000', '39500'].filter((id) => all.includes(`x,note ${id}\n`))).toEqual(['5', '39000', '39500']);
  });
});

test('--again goes on with what it has begun when its connection breaks', async () => {
  const good = `id,note\n${lines.join('')}`;
  const { table, folder } = await commandOn('data.csv', good);
  const flags = ['--table', table, '--resumable', '--max-errors', '1', '--jobs', '1', '--again'];
  const proxy = await startProxy(bench.url, { kind: 'cut', afterBytes: 900_000, times: 1 });
  const { exitCode, stderr } = await sluice(['load', 'data.csv', ...flags, '--db', proxy.url], { cwd: folder });
  expect([exitCode, proxy.failed()], stderr).toEqual([0, true]);
  expect(stderr).toContain('going on with data.csv after run');
  expect(await countOf(table)).toEqual([RECORDS, RECORDS]);
  const runs = await bench.sql(`select outcome from sluice.runs where table_name like '%${table}' order by run`);
  expect(runs.at(-1)).toEqual({ outcome: 'loaded' });
  expect(runs.map(({ outcome }) => outcome)).not.toContain('running');
});

test('--once sees what another run has loaded while it waited, whatever the isolation of the session', async () => {
  const { run, folder, table } = await commandOn('data.csv', `id,note\n${lines.join('')}`);
  const env = { PGOPTIONS: '-c default_transaction_isolation=serializable' };
  const args = ['load', 'data.csv', '--table', table, '--db', bench.url, '--once', '--json'];
  const proxy = await startProxy(bench.url, { kind: 'slow', bytesPerSecond: 2e6 });
  const slow = sluice([...args.slice(0, 4), '--db', proxy.url, '--once'], { cwd: folder });
  await new Promise((resolve) => setTimeout(resolve, 400));
  const { stderr } = await sluice(args, { cwd: folder, env });
  expect((await slow).exitCode).toBe(0);
  expect(stderr).toContain('waiting until it is done');
  expect(await countOf(table)).toEqual([RECORDS, RECORDS]);
  expect((await run('--once')).summary.loadedBefore).toHaveLength(1);
});

test('a schema sluice that is something else is not touched, and said so', async () => {
  const { run } = await commandOn('data.csv', 'id,note\n1,a\n');
  await bench.sql('alter schema sluice rename to ledger_of_others');
  await bench.sql('create schema sluice; create table sluice.ledger (x int)');
  const { exitCode, stderr } = await run('--once');
  expect([exitCode, stderr]).toEqual([6, expect.stringContaining('The schema sluice is for the ledger')]);
  await bench.sql('drop schema sluice cascade');
  await bench.sql('alter schema ledger_of_others rename to sluice');
});
