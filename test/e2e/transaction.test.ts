import pg from 'pg';
import { describe, expect, test } from 'vitest';
import { loadBench } from '../support/load-bench.js';

const bench = loadBench();

describe('the SQL of the user', () => {
  test('--before and --after run inside the transaction, in order', async () => {
    await bench.sql(
      'create table hooked (id int primary key); create table log (n int generated always as identity, what text)',
    );
    const flags = [
      '--table',
      'hooked',
      ...['--before', `insert into log (what) values ('one'); insert into log (what) values ('two')`],
      ...['--before', 'select set_config($$sluice.x$$, $$1$$, true)'],
      ...['--after', `insert into log (what) select 'rows ' || count(*) from hooked`],
    ];
    expect((await bench.load('id\n1\n2\n', [...flags, '--dry-run'])).exitCode).toBe(0);
    expect(await bench.sql('select * from log')).toEqual([]);
    expect((await bench.load('id\n1\n2\n', flags)).exitCode).toBe(0);
    expect((await bench.sql('select what from log order by n')).map(({ what }) => what)).toEqual([
      'one',
      'two',
      'rows 2',
    ]);
    expect((await bench.load('id\n3\nx\n', flags)).exitCode).toBe(4);
    expect(await bench.sql('select count(*)::int from log')).toEqual([{ count: 3 }]);
  });

  test.each([
    [
      '--before',
      'select 1;\nselect nothing',
      '--before: Postgres refused it at line 2, column 8: column "nothing" does not exist',
    ],
    [
      '--after',
      'insert into hook_failed values (1)',
      '--after: Postgres refused it: duplicate key value violates unique constraint',
    ],
    ['--after', 'commit', '--after: Postgres refused it: EXECUTE of transaction commands is not implemented'],
  ])('%s %s is refused by name, and nothing is loaded', async (flag, text, message) => {
    await bench.sql('create table if not exists hook_failed (id int primary key)');
    const { exitCode, stderr } = await bench.load('id\n1\n', ['--table', 'hook_failed', flag, text]);
    expect(exitCode).toBe(6);
    expect(stderr).toContain(message);
    expect(await bench.sql('select * from hook_failed')).toEqual([]);
  });

  test('--before may make the table', async () => {
    const flags = ['--table', 'made_before', '--before', 'create table made_before (id int primary key)'];
    const { exitCode } = await bench.load('id\n1\n1\n', [...flags, '--mode', 'upsert', '--key', 'id']);
    expect(exitCode).toBe(0);
    expect(await bench.sql('select * from made_before')).toEqual([{ id: 1 }]);
  });
});

describe('settings of the transaction', () => {
  test('--search-path decides where the table is, also for one that is made', async () => {
    await bench.sql('create schema "Other One"; create table "Other One".placed (id int)');
    const flags = ['--search-path', '"Other One",public'];
    expect((await bench.load('id\n1\n', ['--table', 'placed', ...flags])).summary.table).toBe('"Other One".placed');
    const made = await bench.load('id\n1\n', ['--table', 'placed_too', '--create', ...flags]);
    expect(made.summary.table).toBe('"Other One".placed_too');
  });

  test('--set-role has the rights of the role, and no others', async () => {
    const role = `sluice_${process.pid}_writer`;
    await bench.sql(
      `create role ${role}; create table of_role (id int primary key, v int); grant insert on of_role to ${role}`,
    );
    try {
      const flags = ['--table', 'of_role', '--set-role', role];
      expect((await bench.load('id,v\n1,1\n', flags)).exitCode).toBe(0);
      const refused = await bench.load('id,v\n1,1\n', [...flags, '--mode', 'replace']);
      expect(refused.exitCode).toBe(6);
      expect(refused.stderr).toContain('permission denied for table of_role');
    } finally {
      await bench.sql(`drop owned by ${role}; drop role ${role}`);
    }
    const { exitCode, stderr } = await bench.load('id,v\n1,1\n', ['--table', 'of_role', '--set-role', 'no_such_role']);
    expect([exitCode, stderr.includes('role "no_such_role" does not exist')]).toEqual([6, true]);
  });

  test('--lock-timeout ends the wait for a lock, --statement-timeout a statement', async () => {
    await bench.sql('create table locked (id int)');
    const client = new pg.Client({ connectionString: bench.url });
    await client.connect();
    try {
      await client.query('begin; lock table locked');
      const waiting = await bench.load('id\n1\n', ['--table', 'locked', '--mode', 'replace', '--lock-timeout', '100']);
      expect(waiting.exitCode).toBe(6);
      expect(waiting.stderr).toContain('canceling statement due to lock timeout');
    } finally {
      await client.end();
    }
    const slow = await bench.load('id\n1\n', [
      '--table',
      'locked',
      '--after',
      'select pg_sleep(20)',
      '--statement-timeout',
      '50ms',
    ]);
    expect(slow.stderr).toContain('--after: Postgres refused it: canceling statement due to statement timeout');
  });
});
