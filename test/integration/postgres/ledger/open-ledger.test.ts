import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { migrations } from '../../../../src/postgres/ledger/migrations.js';
import { hasLedger, openLedger } from '../../../../src/postgres/ledger/open-ledger.js';
import { listRuns } from '../../../../src/postgres/ledger/history.js';
import { createTestDatabase, query, type TestDatabase } from '../../../support/database.js';
import { documentedHeadings, documentedRows } from '../../../support/documented.js';
import { claimedRun, identityOf, inTransaction, ledgerTable, note } from '../../../support/ledger.js';

/** Roles are the whole server's. */
const role = `sluice_test_${randomBytes(6).toString('hex')}`;

let own: TestDatabase;

beforeEach(async () => {
  own = await createTestDatabase();
  onTestFinished(() => own.drop());
});

async function connect(as: string | null = null): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: own.url });
  await client.connect();
  onTestFinished(() => client.end());
  if (as !== null) await client.query(`SET ROLE ${as}`);
  return client;
}

const open = (client: pg.Client, steps?: readonly string[]): Promise<void> =>
  inTransaction(client, () => openLedger(client, steps));

const version = async (): Promise<unknown> => query(own.url, 'SELECT version FROM sluice.ledger');

describe('openLedger', () => {
  test('makes the ledger once; hasLedger tells whether it is there', async () => {
    const client = await connect();
    expect(await hasLedger(client)).toBe(false);
    await open(client);
    await open(client);
    expect(await hasLedger(client)).toBe(true);
    expect(await version()).toEqual([{ version: migrations.length }]);
  });

  test('first uses at once all succeed, and make one ledger', async () => {
    const clients = await Promise.all(Array.from({ length: 6 }, () => connect()));
    await Promise.all(clients.map((client) => open(client)));
    expect(await version()).toEqual([{ version: migrations.length }]);
  });

  test('a first use waits for another that has not committed, and makes it itself when that is undone', async () => {
    const [one, other] = [await connect(), await connect()];
    await one.query('BEGIN');
    await openLedger(one);
    const second = open(other);
    await one.query('ROLLBACK');
    await second;
    expect(await version()).toEqual([{ version: migrations.length }]);
  });

  test('is undone with the transaction', async () => {
    const client = await connect();
    await client.query('BEGIN');
    await openLedger(client);
    await client.query('ROLLBACK');
    expect(await hasLedger(client)).toBe(false);
  });

  test('does what is missing of the migrations, in order, and counts them', async () => {
    const client = await connect();
    const first =
      'CREATE SCHEMA sluice; CREATE TABLE sluice.ledger (version int NOT NULL); INSERT INTO sluice.ledger VALUES (0)';
    const steps = [first, 'CREATE TABLE sluice.a ()', 'DROP TABLE sluice.a; CREATE TABLE sluice.b ()'];
    await open(client, steps.slice(0, 1));
    expect(await version()).toEqual([{ version: 1 }]);
    await Promise.all([open(client, steps), open(await connect(), steps)]);
    expect(await version()).toEqual([{ version: 3 }]);
    expect(
      await query(own.url, "SELECT to_regclass('sluice.a') AS a, to_regclass('sluice.b') IS NOT NULL AS b"),
    ).toEqual([{ a: null, b: true }]);
  });

  test('a migration that fails leaves the version that was there', async () => {
    const client = await connect();
    await open(client);
    const broken = [...migrations, 'CREATE TABLE sluice.half (); SELECT 1 / 0'];
    await expect(open(client, broken)).rejects.toMatchObject({ code: 'DATABASE_REFUSED' });
    expect(await version()).toEqual([{ version: migrations.length }]);
    expect(await query(own.url, "SELECT to_regclass('sluice.half') AS half")).toEqual([{ half: null }]);
  });

  test('refuses a ledger that a newer version has made', async () => {
    const client = await connect();
    await open(client);
    await client.query('UPDATE sluice.ledger SET version = 7');
    const refused = {
      code: 'LEDGER_NEWER',
      message: 'The ledger in schema sluice has version 7: this Sluice knows 2.',
    };
    await expect(open(client)).rejects.toMatchObject(refused);
    await expect(hasLedger(client)).rejects.toMatchObject(refused);
  });

  test('says which rights are missing; with just these all works', async () => {
    await query(own.url, `CREATE ROLE ${role}`);
    onTestFinished(async () => {
      await query(own.url, `DROP OWNED BY ${role} CASCADE; DROP ROLE ${role}`);
    });
    const user = await connect(role);
    const refused = {
      code: 'DATABASE_REFUSED',
      hint: expect.stringContaining('CREATE on the database once') as string,
    };
    await expect(open(user)).rejects.toMatchObject(refused);

    await open(await connect());
    await expect(open(user)).rejects.toMatchObject(refused);
    await expect(hasLedger(user)).rejects.toMatchObject(refused);

    await query(
      own.url,
      `GRANT USAGE ON SCHEMA sluice TO ${role}; GRANT SELECT, INSERT, UPDATE ON ALL TABLES IN SCHEMA sluice TO ${role}`,
    );
    await open(user);
    const { run, progress } = await claimedRun(user, ledgerTable(1), [identityOf('/a.csv')]);
    await note(user, { run, source: progress[0].source, ranges: [[1, 2]] });
    expect(await listRuns(user)).toHaveLength(1);
  });

  test('a schema that is there already needs no right to make one', async () => {
    await query(own.url, `CREATE ROLE ${role}; CREATE SCHEMA sluice AUTHORIZATION ${role}`);
    onTestFinished(async () => {
      await query(own.url, `DROP OWNED BY ${role} CASCADE; DROP ROLE ${role}`);
    });
    await open(await connect(role));
    expect(await version()).toEqual([{ version: migrations.length }]);
  });

  test('no search_path leads it astray', async () => {
    const client = await connect();
    await client.query(`
      CREATE SCHEMA evil;
      CREATE DOMAIN evil.text AS pg_catalog.int4;
      CREATE DOMAIN evil.int8multirange AS pg_catalog.int4;
      CREATE FUNCTION evil.clock_timestamp() RETURNS timestamptz LANGUAGE sql AS 'SELECT 1 / 0 IS NULL; SELECT NULL::timestamptz';
      CREATE FUNCTION evil.sum(bigint) RETURNS bigint LANGUAGE sql AS 'SELECT 1 / 0::bigint';
      CREATE TABLE evil.sources (); CREATE TABLE evil.statements (); CREATE TABLE evil.runs ();
      SET search_path TO evil, pg_catalog`);
    await open(client);
    const { run, progress } = await claimedRun(client, ledgerTable(1), [identityOf('/a.csv')]);
    await note(client, { run, source: progress[0].source, ranges: [[1, 2]] });
    expect((await listRuns(client))[0]).toMatchObject({ run, table: 'public.orders', outcome: 'running' });
  });
});

test('docs/ledger.md has every table with its columns, and no other', async () => {
  await open(await connect());
  const columns = await query(
    own.url,
    `SELECT 'sluice.' || relname AS table, json_agg(attname ORDER BY attnum) AS names
     FROM pg_attribute JOIN pg_class c ON c.oid = attrelid
     WHERE relnamespace = 'sluice'::regnamespace AND relkind = 'r' AND attnum > 0 GROUP BY relname`,
  );
  const documented = documentedHeadings('ledger.md', '### `sluice.').map((heading) => ({
    table: heading.replace(/^### `|`$/g, ''),
    names: documentedRows('ledger.md', heading).map(([name]) => name),
  }));
  expect(documented.toSorted(byTable)).toEqual(columns.toSorted(byTable));
});

function byTable(one: { table?: unknown }, other: { table?: unknown }): number {
  return String(one.table).localeCompare(String(other.table));
}
