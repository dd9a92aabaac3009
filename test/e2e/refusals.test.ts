import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestDatabase, query, type TestDatabase } from '../support/database.js';
import { loadText, type LoadResult } from '../support/load-text.js';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

const sql = (text: string): Promise<Record<string, unknown>[]> => query(database.url, text);
const load = (text: string, args: readonly string[]): Promise<LoadResult> => loadText(database.url, text, args);

describe('what the database refuses', () => {
  test.each([
    [
      'unique',
      'id int primary key, n int check (n < 10)',
      'id,n\n1,1\n2,2\n1,3\n',
      /data\.csv:4: .*duplicate key .*\(id\)=\(1\)/,
    ],
    [
      'check',
      'id int primary key, n int check (n < 10)',
      'id,n\n1,1\n"2",\n3,10\n',
      /data\.csv:4: .*violates check constraint/,
    ],
    [
      'after a value that goes as text',
      'id int primary key, n date',
      'id,n\n1,"Jan 5 2024"\n\n2,\n1,\n',
      /data\.csv:5: .*duplicate key/,
    ],
  ])('%s: rolled back, and the reject names the line', async (name, columns, text, message) => {
    const table = `refused_${name.replaceAll(' ', '_')}`;
    await sql(`create table ${table} (${columns})`);
    const { exitCode, summary, stderr } = await load(text, ['--table', table]);
    expect(exitCode).toBe(4);
    expect(stderr).toMatch(message);
    expect(summary).toMatchObject({ outcome: 'too_many_rejects', counts: { loaded: 0, rejected: 1 } });
    expect(await sql(`select count(*)::int from ${table}`)).toEqual([{ count: 0 }]);
  });

  test('a deferred foreign key is checked before the commit, though the row is not known', async () => {
    await sql('create table parents (id int primary key)');
    await sql('create table children (p int references parents deferrable initially deferred)');
    const { exitCode, stderr } = await load('p\n7\n', ['--table', 'children']);
    expect(exitCode).toBe(6);
    expect(stderr).toMatch(/violates foreign key constraint.*Key \(p\)=\(7\) is not present/);
    expect(await sql('select count(*)::int from children')).toEqual([{ count: 0 }]);
  });

  test('a trigger that drops rows makes the counts differ: nothing is committed', async () => {
    await sql(`create table dropping (id int);
      create function drop_two() returns trigger language plpgsql as $$ begin if new.id = 2 then return null; end if; return new; end $$;
      create trigger t before insert on dropping for each row execute function drop_two()`);
    const { exitCode, summary } = await load('id\n1\n2\n3\n', ['--table', 'dropping']);
    expect([exitCode, summary.error?.code]).toEqual([1, 'COUNT_MISMATCH']);
    expect(await sql('select count(*)::int from dropping')).toEqual([{ count: 0 }]);
  });
});
