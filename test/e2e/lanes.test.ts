/** Loads over several connections, and loads that are begun again. */
import { describe, expect, test } from 'vitest';
import type { RunSummary } from '../../src/report/summary.js';
import { sluice } from '../support/cli.js';
import { loadBench } from '../support/load-bench.js';
import { startProxy } from '../support/proxy.js';
import { tempFolder } from '../support/temp-folder.js';

const bench = loadBench();
const COUNT = 60_000;
const numbers = Array.from({ length: COUNT }, (_, index) => index + 1);
const note = 'n'.repeat(40);

function rows(list: readonly number[] = numbers): string {
  return `id,note\n${list.map((number) => `${number},${note}`).join('\n')}\n`;
}

const whole = [{ count: COUNT, ids: COUNT, sum: String((COUNT * (COUNT + 1)) / 2) }];

function summed(table: string): Promise<Record<string, unknown>[]> {
  return bench.sql(`select count(*)::int, count(distinct id)::int as ids, sum(id) from ${table}`);
}

describe('lanes', () => {
  test.each(['1', '2', '5', undefined])('--jobs %s: every row is in, once', async (jobs) => {
    await bench.sql('drop table if exists lanes; create table lanes (id bigint primary key, note text)');
    const args = ['--table', 'lanes', ...(jobs === undefined ? [] : ['--jobs', jobs])];
    const { exitCode, summary } = await bench.load(rows(), args);
    expect([exitCode, summary.counts.loaded]).toEqual([0, COUNT]);
    expect(await summed('lanes')).toEqual(whole);
  });

  test('one connection keeps the order of the input in the table', async () => {
    await bench.sql('create table ordered (id bigint, note text)');
    await bench.load(rows(), ['--table', 'ordered', '--jobs', '1']);
    const [{ disorder }] = await bench.sql(
      'select count(*)::int as disorder from (select id - lag(id) over (order by ctid) as step from ordered) s where step <> 1',
    );
    expect(disorder).toBe(0);
  });

  test('what several connections reject adds up', async () => {
    await bench.sql('create table judged (id bigint check (id % 1000 <> 0), note text)');
    const { exitCode, summary } = await bench.load(rows(), ['--table', 'judged', '--max-errors', '100', '--jobs', '3']);
    expect([exitCode, summary.counts]).toMatchObject([3, { loaded: COUNT - 60, rejected: 60 }]);
    expect(await bench.sql('select count(*)::int from judged')).toEqual([{ count: COUNT - 60 }]);
  });

  test('too many rejects on one undo all', async () => {
    await bench.sql('create table undone (id bigint check (id < 59000), note text)');
    const { exitCode, summary } = await bench.load(rows(), ['--table', 'undone', '--max-errors', '3', '--jobs', '3']);
    expect([exitCode, summary.outcome, summary.counts.loaded]).toEqual([4, 'too_many_rejects', 0]);
    expect(await bench.sql('select count(*)::int from undone')).toEqual([{ count: 0 }]);
  });

  test('a key that comes twice, on two of them: they do not wait for ever, and the record is found', async () => {
    await bench.sql('create table twice (id bigint primary key, note text)');
    const list = [...numbers, ...numbers.slice(0, 10)];
    const args = ['--table', 'twice', '--max-errors', '10', '--jobs', '4'];
    const { exitCode, summary } = await bench.load(rows(list), args);
    expect([exitCode, summary.counts]).toMatchObject([3, { read: COUNT + 10, loaded: COUNT, rejected: 10 }]);
    expect(await summed('twice')).toEqual(whole);
  }, 20_000);

  test('a server with room for one connection is loaded over one', async () => {
    await bench.sql(`create table narrow (id bigint, note text);
      create role narrow login password 'narrow' connection limit 1; grant insert, select on narrow to narrow`);
    const url = new URL(bench.url);
    url.username = url.password = 'narrow';
    const { exitCode, summary } = await bench.load(rows(), ['--table', 'narrow', '--db', url.href]);
    expect([exitCode, summary.counts.loaded]).toEqual([0, COUNT]);
    await bench.sql('drop owned by narrow; drop role narrow');
  });

  test('rows that refer to others of the table go over one connection', async () => {
    await bench.sql('create table tree (id bigint primary key, parent bigint references tree, note text)');
    const text = `id,parent\n${numbers.map((number) => `${number},${number === 1 ? '' : number - 1}`).join('\n')}\n`;
    const { summary } = await bench.load(text, ['--table', 'tree', '--jobs', '4']);
    expect(summary.counts.loaded).toBe(COUNT);
  });
});

describe('a fault that passes', () => {
  test.each(['1', '2'])(
    'a cut connection: the load begins again, and every row is in once (--jobs %s)',
    async (jobs) => {
      await bench.sql('drop table if exists again; create table again (id bigint, note text)');
      const { url, failed } = await startProxy(bench.url, { afterBytes: 500_000, kind: 'cut', times: 1 });
      const { exitCode, summary, stderr } = await bench.load(rows(), ['--table', 'again', '--db', url, '--jobs', jobs]);
      expect([failed(), exitCode, summary.counts.loaded]).toEqual([true, 0, COUNT]);
      expect(stderr).toMatch(/The connection to the database broke: .* Trying again in \d\.\d s \(1 of 5\)\./);
      expect(await summed('again')).toEqual(whole);
    },
  );

  test('rejects of the attempt that failed are not there twice', async () => {
    await bench.sql('create table judged_again (id bigint check (id % 10000 <> 0), note text)');
    const { url } = await startProxy(bench.url, { afterBytes: 2_000_000, kind: 'cut', times: 1 });
    const args = ['--table', 'judged_again', '--db', url, '--max-errors', '100', '--jobs', '1'];
    const { exitCode, summary } = await bench.load(rows(), args);
    expect([exitCode, summary.counts]).toMatchObject([3, { loaded: COUNT - 6, rejected: 6 }]);
  });

  test('standard input can’t be read again', async () => {
    await bench.sql('create table piped (id bigint, note text)');
    const { url } = await startProxy(bench.url, { afterBytes: 500_000, kind: 'cut', times: 1 });
    const args = ['load', '-', '--table', 'piped', '--db', url, '--json'];
    const { exitCode, stdout } = await sluice(args, { cwd: await tempFolder(), stdin: rows() });
    expect([exitCode, (JSON.parse(stdout) as RunSummary).error?.code]).toEqual([6, 'DATABASE_LOST']);
    expect(await bench.sql('select count(*)::int from piped')).toEqual([{ count: 0 }]);
  });
});
