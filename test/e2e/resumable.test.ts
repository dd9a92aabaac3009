import { appendFile, readFile, rename, stat, utimes, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, onTestFinished, test } from 'vitest';
import { sluice } from '../support/cli.js';
import { ledgerCommands, type LedgerCommand } from '../support/ledger-commands.js';
import { loadBench } from '../support/load-bench.js';

const bench = loadBench();

const RECORDS = 40_000;
/** In the third statement of a load: the first two are committed before these are found. */
const BAD = [39_000, 39_500];

const record = (id: number): [string, string] => [BAD.includes(id) ? 'x' : String(id), `note ${id}`];
const ids = Array.from({ length: RECORDS }, (_, index) => index + 1);
const csv = `id,note\n${ids.map((id) => `${record(id).join(',')}\n`).join('')}`;
const ndjson = ids.map((id) => `${JSON.stringify({ id: record(id)[0], note: record(id)[1] })}\n`).join('');

const { commandOn, countOf } = ledgerCommands(bench);

describe('a run that ends over budget, and the same command with a larger one', () => {
  test.each([
    ['data.csv', csv],
    ['data.ndjson', ndjson],
    ['data.json', `[${ndjson.trim().split('\n').join(',')}]`],
    ['data.csv.gz', gzipSync(csv)],
  ] as const)('%s: what is in stays in, and the rest follows, rejects too', async (name, bytes) => {
    const { run, table, folder } = await commandOn(name, bytes);
    const first = await run('--resumable', '--max-errors', '1');
    expect([first.exitCode, first.summary.error?.code]).toEqual([4, 'TOO_MANY_REJECTS']);
    expect(first.summary.error?.message).toMatch(/: what was committed before stays\.$/);
    expect(first.summary.counts).toMatchObject({ loaded: first.summary.counts.loaded });
    const [rows, distinct] = (await countOf(table)) as [number, number];
    expect([rows, distinct]).toEqual([first.summary.counts.loaded, rows]);
    expect(rows).toBeGreaterThanOrEqual(16_384);
    expect(first.stderr).toContain('next: run it again (without --again); it goes on where this run has ended');
    const second = await run('--resumable', '--max-errors', '2');
    expect([second.exitCode, second.summary.outcome]).toEqual([3, 'loaded_with_rejects']);
    expect(second.summary.settledBefore).toEqual({ records: rows, loaded: rows, rejected: 0 });
    expect(second.summary.counts).toMatchObject({ read: RECORDS - rows, loaded: RECORDS - 2 - rows, rejected: 2 });
    expect(await countOf(table)).toEqual([RECORDS - 2, RECORDS - 2]);
    const faults = (await readFile(join(folder, second.summary.rejectFiles[1]), 'utf8')).trim().split('\n');
    expect(faults.map((line) => (JSON.parse(line) as { record: number }).record)).toEqual(BAD);
    const third = await run('--resumable');
    expect([third.exitCode, third.summary.loadedBefore.length]).toEqual([0, 1]);
    expect(third.stderr).toMatch(/nothing to load: the input is in public\.resumed_\d+ already/);
  });

  test('with budget 0, whole statements of 4 MiB are in', async () => {
    const wide = `id,note\n${ids.map((id) => `${record(id)[0]},${'n'.repeat(250)}\n`).join('')}`;
    const { run, table } = await commandOn('data.csv', wide);
    const first = await run('--resumable');
    expect([first.exitCode, first.summary.counts.rejected]).toEqual([4, 2]);
    const [rows] = (await countOf(table)) as number[];
    expect(rows).toBeGreaterThan(15_000);
    const { exitCode } = await run('--resumable', '--max-errors', '2');
    expect([exitCode, await countOf(table)]).toEqual([3, [RECORDS - 2, RECORDS - 2]]);
  });

  test('two lanes leave holes, which are filled', async () => {
    const { run, table } = await commandOn('data.csv', csv.repeat(1));
    expect((await run('--resumable', '--max-errors', '1', '--jobs', '2')).exitCode).toBe(4);
    expect((await run('--resumable', '--max-errors', '2', '--jobs', '2')).exitCode).toBe(3);
    expect(await countOf(table)).toEqual([RECORDS - 2, RECORDS - 2]);
  });

  test('rows that Postgres refuses count and are noted as rejects', async () => {
    const { run, table, folder } = await commandOn('data.csv', csv.replaceAll('\nx,', '\n7,'));
    await bench.sql(`alter table ${table} add unique (id)`);
    expect((await run('--resumable', '--max-errors', '1')).exitCode).toBe(4);
    const { exitCode, summary } = await run('--resumable', '--max-errors', '2');
    expect([exitCode, summary.counts.rejected, await countOf(table)]).toEqual([3, 2, [RECORDS - 2, RECORDS - 2]]);
    expect(await readFile(join(folder, 'data.rejects.csv'), 'utf8')).toBe('id,note\n7,note 39000\n7,note 39500\n');
  });
});

describe('rejects of before', () => {
  /** One bad record in the first statement, and two in the last. */
  const early = csv.replace('\n5,note 5\n', '\nx,note 5\n');

  test('stay in their files, which are gone on with; what was not committed is cut off', async () => {
    const { run, folder } = await commandOn('data.csv', early);
    expect((await run('--resumable', '--max-errors', '2')).exitCode).toBe(4);
    await appendFile(join(folder, 'data.rejects.csv'), 'half a rec');
    const { exitCode, summary } = await run('--resumable', '--max-errors', '3');
    expect([exitCode, summary.settledBefore.rejected, summary.counts.rejected]).toEqual([3, 1, 2]);
    expect(await readFile(join(folder, 'data.rejects.csv'), 'utf8')).toBe(
      'id,note\nx,note 5\nx,note 39000\nx,note 39500\n',
    );
  });

  test('count for the budget', async () => {
    const { run } = await commandOn('data.csv', early);
    expect((await run('--resumable', '--max-errors', '1')).exitCode).toBe(4);
    const again = await run('--resumable', '--max-errors', '2');
    expect([again.exitCode, again.summary.error?.message]).toEqual([4, expect.stringMatching(/^3 of /)]);
  });

  test('of which there are more than are allowed now end a run before it loads anything', async () => {
    const { run, table } = await commandOn('data.csv', early);
    expect((await run('--resumable', '--max-errors', '2')).exitCode).toBe(4);
    const before = await countOf(table);
    const { exitCode, summary } = await run('--resumable');
    expect([exitCode, summary.error?.message]).toEqual([4, expect.stringMatching(/^1 of \d+ records were rejected/)]);
    expect([summary.counts.read, await countOf(table)]).toEqual([0, before]);
    const runs = await bench.sql(`select outcome from sluice.runs where table_name like '%${table}' order by run`);
    expect(runs).toEqual([{ outcome: 'too_many_rejects' }, { outcome: 'too_many_rejects' }]);
  });

  test('make the exit code 3, also when there are no new ones', async () => {
    const { run } = await commandOn('data.csv', early.replaceAll(/\nx,note 39(.)00/g, '\n39$100,good'));
    const { exitCode, summary } = await run('--resumable', '--max-errors', '1');
    expect([exitCode, summary.counts.rejected]).toEqual([3, 1]);
  });

  test('whose files are gone are not looked for: new files begin, and a line says so', async () => {
    const { run, folder } = await commandOn('data.csv', early);
    expect((await run('--resumable', '--max-errors', '2')).exitCode).toBe(4);
    await rename(join(folder, 'data.rejects.csv'), join(folder, 'mine.csv'));
    const { stderr } = await run('--resumable', '--max-errors', '3');
    expect(stderr).toMatch(
      /1 reject of data\.csv went into files that are not here as they were left; .*new files begin/,
    );
    expect(await readFile(join(folder, 'data.rejects.csv'), 'utf8')).toBe('id,note\nx,note 39000\nx,note 39500\n');
  });
});

describe('what is not the same any more is refused', () => {
  async function begun(...flags: string[]): Promise<LedgerCommand> {
    const command = await commandOn('data.csv', csv);
    expect((await command.run('--resumable', '--max-errors', '1', ...flags)).exitCode).toBe(4);
    return command;
  }

  test('a file with other bytes; --again loads all of it', async () => {
    const { run, folder, table } = await begun();
    const [committed] = (await countOf(table)) as number[];
    await appendFile(join(folder, 'data.csv'), '40001,late\n');
    const refused = await run('--resumable', '--max-errors', '2');
    expect([refused.exitCode, refused.summary.error?.code]).toEqual([5, 'SOURCE_CHANGED']);
    expect(refused.summary.error?.message).toMatch(
      /^\S*data\.csv is not what run \d+ began to load: it had \d+ bytes and has \d+\.$/,
    );
    const again = await run('--resumable', '--again', '--max-errors', '2');
    expect([again.exitCode, again.summary.counts.loaded]).toEqual([3, RECORDS - 1]);
    expect(await countOf(table)).toEqual([RECORDS - 1 + committed, RECORDS - 1]);
  });

  test('a file that was written again, unless its bytes are what counts', async () => {
    const { run, folder } = await begun();
    await utimes(join(folder, 'data.csv'), new Date(0), new Date(0));
    expect((await run('--resumable')).summary.error?.message).toMatch(/it was written again, at 1970-01-01/);
    const other = await begun('--fingerprint', 'sha256');
    await utimes(join(other.folder, 'data.csv'), new Date(0), new Date(0));
    expect((await other.run('--resumable', '--fingerprint', 'sha256', '--max-errors', '2')).exitCode).toBe(3);
    expect((await (await begun()).run('--resumable', '--fingerprint', 'sha256')).summary.error?.message).toMatch(
      /its fingerprint was taken with --fingerprint quick then/,
    );
  });

  test('another way to find records; but flags that only say what was found are the same', async () => {
    const { run } = await begun();
    const refused = await run('--resumable', '--quote', "'");
    expect([refused.exitCode, refused.summary.error?.code]).toEqual([2, 'USAGE']);
    expect(refused.summary.error?.message).toMatch(/would be read otherwise than run \d+ began to/);
    expect((await run('--resumable', '--delimiter', ',', '--max-errors', '2')).exitCode).toBe(3);
  });

  test('what comes only once', async () => {
    const { folder, table } = await commandOn('data.csv', csv);
    const args = ['load', '-', '--table', table, '--db', bench.url, '--resumable'];
    const { exitCode, stderr } = await sluice(args, { cwd: folder, stdin: csv });
    expect(exitCode).toBe(2);
    expect(stderr).toContain("can't be told from another version of itself, so it can't be loaded once only.");
  });
});

describe('many inputs', () => {
  test('each is gone on with by itself; those that are whole are passed over', async () => {
    const { run, folder, table } = await commandOn('data.csv', csv);
    await writeFile(join(folder, 'good.csv'), 'id,note\n50001,a\n50002,b\n');
    await writeFile(join(folder, 'more.csv.gz'), gzipSync('id,note\n60001,a\n'));
    const all = ['good.csv', 'more.csv.gz'];
    expect((await run('--resumable', '--max-errors', '1', ...all)).exitCode).toBe(4);
    expect((await run('--resumable', '--max-errors', '2', ...all, '--jobs', '2')).exitCode).toBe(3);
    expect(await countOf(table)).toEqual([RECORDS - 2 + 3, RECORDS - 2 + 3]);
    await writeFile(join(folder, 'new.csv'), 'id,note\n70001,a\n');
    const { exitCode, summary } = await run('--once', ...all, 'new.csv');
    expect([exitCode, summary.counts.loaded, summary.loadedBefore.map(({ name }) => name)]).toEqual([
      0,
      1,
      ['data.csv', ...all],
    ]);
  });

  test('a URL with an ETag is gone on with; one without is refused', async () => {
    let etag: Record<string, string> = { ETag: '"one"' };
    const server = createServer((request, response) => {
      response.writeHead(200, { 'Content-Length': csv.length, ...etag }).end(request.method === 'HEAD' ? '' : csv);
    });
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    onTestFinished(() => void server.close());
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/data.csv`;
    const { run, table } = await commandOn('data.csv', csv, url);
    expect((await run('--resumable', '--max-errors', '1')).exitCode).toBe(4);
    expect((await run('--resumable', '--max-errors', '2')).exitCode).toBe(3);
    expect(await countOf(table)).toEqual([RECORDS - 2, RECORDS - 2]);
    etag = {};
    expect((await run('--resumable')).summary.error?.message).toMatch(/can't be told from another version of itself/);
  });
});

test('a table that is new is there from the start of a resumable load', async () => {
  const { run, table } = await commandOn('data.csv', csv.replaceAll('\nx,', '\n1,'));
  await bench.sql(`drop table ${table}`);
  const { exitCode, summary } = await run('--resumable', '--create');
  expect([exitCode, summary.tableCreated, summary.counts.loaded]).toEqual([0, true, RECORDS]);
  expect((await run('--resumable', '--create')).summary.loadedBefore).toHaveLength(1);
});

test('an empty input is finished at once, and a file of rejects alone too', async () => {
  const empty = await commandOn('data.csv', 'id,note\n');
  expect((await empty.run('--resumable')).exitCode).toBe(0);
  expect((await empty.run('--resumable')).summary.loadedBefore).toHaveLength(1);
  const bad = await commandOn('data.csv', `id,note\n${'x,a\n'.repeat(10_000)}`);
  const { exitCode, summary } = await bad.run('--resumable', '--max-errors', '100%');
  expect([exitCode, summary.counts.rejected]).toEqual([3, 10_000]);
  expect((await stat(join(bad.folder, 'data.rejects.csv'))).size).toBe('id,note\n'.length + 4 * 10_000);
  expect((await bad.run('--resumable')).summary.loadedBefore).toHaveLength(1);
});
