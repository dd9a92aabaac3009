import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadBench } from '../support/load-bench.js';

const bench = loadBench();

describe('rows that the table refuses in the end', () => {
  test('become rejects, and the one before wins where the last of a key is refused', async () => {
    await bench.sql(`create table allowed (id int primary key); insert into allowed select generate_series(1, 500)`);
    await bench.sql(`create table strict (id int primary key, ref int references allowed, n int check (n < 100))`);
    const rows = Array.from(
      { length: 400 },
      (_, index) => `${index},${index % 50 === 7 ? 999 : 1},${index % 90 === 3 ? 100 : 1}`,
    );
    const text = ['id,ref,n', ...rows, '1000,1,1', '1000,1,2', '1000,999,3', '1000,1,100'].join('\r\n');
    const flags = ['--table', 'strict', '--mode', 'upsert', '--key', 'id', '--max-errors', '50'];
    const { exitCode, summary, folder } = await bench.load(text, flags);
    expect(exitCode).toBe(3);
    // 8 without a reference, 5 beyond the limit, and two of id 1000.
    expect(summary.counts).toMatchObject({ read: 404, rejected: 15, loaded: 388, skipped: 1, rolledBack: 0 });
    expect(await bench.sql('select n from strict where id = 1000')).toEqual([{ n: 2 }]);
    expect(summary.faults).toEqual([
      { stage: 'database', column: null, code: 'no_reference', count: 9 },
      { stage: 'database', column: null, code: 'check_violated', count: 6 },
    ]);
    const rejects = await readFile(join(folder, 'data.rejects.csv'), 'utf8');
    expect(rejects.split('\n').slice(0, 3)).toEqual(['id,ref,n', '3,1,100', '7,999,1']);
    const [first] = (await readFile(join(folder, 'data.rejects.ndjson'), 'utf8')).split('\n');
    expect(JSON.parse(first)).toMatchObject({
      line: 5,
      record: 4,
      byteOffset: text.indexOf('3,1,100'),
      sqlstate: '23514',
      detail: 'Failing row contains (3, 1, 100).',
      raw: '3,1,100',
    });
  });

  test('without a budget, the first of them ends the run with its line', async () => {
    await bench.sql('create table checked (id int primary key, n int check (n < 10))');
    const text = 'id,n\n1,1\n2,50\n3,60\n';
    const { exitCode, stderr } = await bench.load(text, ['--table', 'checked', '--mode', 'ignore']);
    expect(exitCode).toBe(6);
    expect(stderr).toContain('data.csv:3: PostgreSQL refused this record');
    expect(await bench.sql('select * from checked')).toEqual([]);
  });

  test('over budget nothing is loaded', async () => {
    await bench.sql('create table limited (id int primary key, n int check (n < 10))');
    const rows = Array.from({ length: 20 }, (_, index) => `${index},99`);
    const flags = ['--table', 'limited', '--mode', 'ignore', '--max-errors', '3'];
    const { exitCode, summary } = await bench.load(`id,n\n${rows.join('\n')}\n100,1\n`, flags);
    expect([exitCode, summary.outcome]).toEqual([4, 'too_many_rejects']);
    expect(await bench.sql('select * from limited')).toEqual([]);
  });

  test('and those with bytes of any kind come back as they were', async () => {
    await bench.sql('create table bytes (id int primary key, t text, d date check (d > now()))');
    const text = Buffer.from('id,t,d\n1,"a\n""b\\\\",2020-01-01\n2,é\\x41,Jan 5 1999\n');
    const { folder } = await bench.load(text, ['--table', 'bytes', '--mode', 'ignore', '--max-errors', '9']);
    expect(await readFile(join(folder, 'data.rejects.csv'))).toEqual(text);
  });
});
