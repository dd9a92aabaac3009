import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { sluice } from '../support/cli.js';
import { folderOf } from '../support/folder-of.js';
import { pipelineBench, type PipelineLoad } from '../support/pipeline-bench.js';

const bench = pipelineBench();
const { load } = bench;

const csvOf = (rows: readonly string[]): string => `id,note\n${rows.map((row) => `${row}\n`).join('')}`;
const many = csvOf(Array.from({ length: 60_000 }, (_, index) => `${index + 1},note ${index % 7}`));
const idsOf = ({ rows }: PipelineLoad): unknown[] => rows.map(({ id }) => id);

describe('dedupe', () => {
  test('keeps the first of each key, over all inputs', async () => {
    const loaded = await load(
      'transform: [{dedupe: id}]',
      {
        'a.csv': csvOf(['1,first', '2,two', '1,again']),
        'b.csv': csvOf(['2,again', '3,three', ',none', ',none again']),
      },
      { flags: ['--jobs', '1'] },
    );
    expect([loaded.exitCode, loaded.summary.counts]).toEqual([0, expect.objectContaining({ read: 7, filtered: 3 })]);
    expect(loaded.rows.map(({ id, note }) => [id, note])).toEqual([
      [1, 'first'],
      [2, 'two'],
      [3, 'three'],
      [null, 'none'],
    ]);
  });

  test('goes by columns as they are made, and by several without mixing them up', async () => {
    const lower = await load('columns: {note: {lower: true}}\ntransform: [{dedupe: note}]', {
      'a.csv': csvOf(['1,A', '2,a', '3,b']),
    });
    expect(idsOf(lower)).toEqual([1, 3]);
    const two = await load(
      'transform: [{dedupe: [a, b]}]',
      { 'a.csv': 'a,b\nx,yz\nxy,z\n,xyz\nxyz,\n"x""",y\n"x""",y\n' },
      { columns: 'a text, b text' },
    );
    expect(two.rows.length).toBe(5);
  });

  test('of a column that is not there is an error before anything is loaded', async () => {
    const { exitCode, summary } = await load('transform:\n  - dedupe: nota', { 'a.csv': csvOf(['1,a']) });
    expect([exitCode, summary.error?.code]).toEqual([2, 'COLUMN_MISMATCH']);
    expect(summary.error?.message).toMatch(/p\.yaml:2:\d+: dedupe: records have no column nota\.$/);
  });

  test('of JSON goes by what strings say, and by keys that no table has', async () => {
    const loaded = await load(
      'transform: [{dedupe: key}]',
      {
        'a.ndjson':
          '{"id":1,"key":"a"}\n{"id":2,"key":"\\u0061"}\n{"id":3,"key":["a"]}\n{"id":4}\n{"id":5,"key":null}\n',
      },
      { flags: ['--ignore-columns', 'key'] },
    );
    expect([loaded.exitCode, idsOf(loaded)], loaded.stderr).toEqual([0, [1, 3, 4]]);
  });
});

describe('unique', () => {
  test('rejects what was there before, along with all else that is wrong', async () => {
    const loaded = await load(
      'columns: {id: {unique: true}}\nwhere: note != "out"\nrules: [{expr: note != "bad", message: is bad}]',
      { 'a.csv': csvOf(['1,out', '1,bad', '1,good', '1,second', ',none', ',none', '1,bad']) },
      { flags: ['--max-errors', '3'] },
    );
    expect(loaded.rows.map(({ id, note }) => [id, note])).toEqual([
      [1, 'good'],
      [null, 'none'],
      [null, 'none'],
    ]);
    const faults = (await readFile(join(loaded.folder, 'a.rejects.ndjson'), 'utf8')).trim().split('\n');
    expect(faults.map((line) => JSON.parse(line) as Record<string, unknown>)).toMatchObject([
      { record: 2, code: 'rule' },
      { record: 4, stage: 'validate', column: 'id', value: '1', code: 'rule_unique' },
      { record: 7, code: 'rule' },
      { record: 7, code: 'rule_unique' },
    ]);
  });
});

describe('limit and skip', () => {
  test('keep a window, and reading ends there', async () => {
    const { exitCode, summary, rows, stderr } = await load('transform: [{skip: 2}, {limit: 3}]', { 'a.csv': many });
    expect([exitCode, rows.map(({ id }) => id)]).toEqual([0, [3, 4, 5]]);
    expect(summary.counts).toMatchObject({ loaded: 3, filtered: summary.counts.read - 3, rejected: 0, rolledBack: 0 });
    expect(summary.counts.read).toBeLessThan(60_000);
    expect([summary.limitReached, summary.stoppedEarly]).toEqual([true, false]);
    expect(stderr).toContain('read (up to limit)');
  });

  test('what comes after the limit is not looked at: no reject, and no other input', async () => {
    const { exitCode, summary, rows } = await load('transform: [{limit: 2}]', {
      'a.csv': csvOf(['1,a', '2,b', '3', 'x,y']),
      'b.csv': csvOf(['x,y']),
    });
    expect([exitCode, rows.length, summary.counts.rejected]).toEqual([0, 2, 0]);
  });

  test('a bad record before the limit is a reject, and the limit is still reached', async () => {
    const flags = ['--max-errors', '1'];
    const loaded = await load('transform: [{limit: 2}]', { 'a.csv': csvOf(['1,a', '2', '3,c', '4,d']) }, { flags });
    expect([loaded.exitCode, idsOf(loaded), loaded.summary.counts.rejected]).toEqual([3, [1, 3], 1]);
  });

  test('a limit of 0, and one that is not reached', async () => {
    const none = await load('transform: [{limit: 0}]', { 'a.csv': many });
    expect([none.exitCode, none.rows.length]).toEqual([0, 0]);
    const all = await load('transform: [{limit: 10}]', { 'a.csv': csvOf(['1,a']) });
    expect([all.exitCode, all.summary.limitReached, all.summary.counts]).toEqual([
      0,
      false,
      expect.objectContaining({ read: 1, loaded: 1, filtered: 0 }),
    ]);
  });

  test('hold for the types of a new table too', async () => {
    const folder = await folderOf({ 'a.csv': csvOf(['1,a', '2,b', 'x,c']), 'p.yaml': 'transform: [{limit: 2}]' });
    const made = ['load', 'a.csv', '--pipeline', 'p.yaml', '--db', bench.url, '--table', 'steps_new', '--create'];
    expect((await sluice(made, { cwd: folder })).exitCode).toBe(0);
    expect(await bench.sql('select pg_typeof(id)::text as type, id::int from steps_new')).toEqual([
      { type: 'integer', id: 1 },
      { type: 'integer', id: 2 },
    ]);
  });
});

describe('sample', () => {
  const sampled = (seed: number, flags: readonly string[] = []): Promise<PipelineLoad> =>
    load(`transform: [{sample: {rate: 0.1, seed: ${seed}}}]`, { 'a.csv': many, 'b.csv': many }, { flags });

  test('is near its rate, the same each time and with more jobs, another with another seed', async () => {
    const first = await sampled(1);
    expect(first.rows.length).toBeGreaterThan(11_300);
    expect(first.rows.length).toBeLessThan(12_700);
    const ids = (loaded: PipelineLoad): number[] => (idsOf(loaded) as number[]).sort((one, other) => one - other);
    expect(ids(await sampled(1, ['--jobs', '2']))).toEqual(ids(first));
    expect(ids(await sampled(2))).not.toEqual(ids(first));
  });

  test.each([
    ['1', 60_000],
    ['0', 0],
  ])('of rate %s', async (rate, count) => {
    const { rows } = await load(`transform: [{sample: ${rate}}]`, { 'a.csv': many });
    expect(rows.length).toBe(count);
  });
});

describe('where as a step', () => {
  test('sees what the steps before it have left', async () => {
    const loaded = await load('transform: [{skip: 1}, {where: id != 3}, {limit: 2}]', {
      'a.csv': csvOf(['1,a', '2,b', '3,c', '4,d', '5,e']),
    });
    expect(idsOf(loaded)).toEqual([2, 4]);
  });
});

describe('with --resumable', () => {
  test.each([
    ['transform: [{dedupe: id}]', 'dedupe'],
    ['transform: [{limit: 1}]', 'limit'],
    ['transform: [{skip: 1}]', 'skip'],
    ['columns: {id: {unique: true}}', 'columns.id: unique'],
  ])('%s is refused before anything is read', async (pipeline, part) => {
    const folder = await folderOf({ 'p.yaml': pipeline });
    await writeFile(join(folder, 'nothing.txt'), '');
    const args = ['load', 'not-there.csv', '--pipeline', 'p.yaml', '--db', bench.url, '--resumable'];
    const { exitCode, stderr } = await sluice(args, { cwd: folder });
    expect(exitCode).toBe(2);
    expect(stderr).toContain(`${part} goes by the records that came before, and --resumable`);
  });
});
