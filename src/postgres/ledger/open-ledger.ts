import { SluiceError } from '../../errors/sluice-error.js';
import type { Client } from '../client.js';
import { databaseError, isServerError } from '../errors.js';
import { permission } from '../sqlstates.js';
import { LEDGER_KEY } from './ledger-key.js';
import { ledgerQuery, ledgerRows } from './ledger-rows.js';
import { migrations as released } from './migrations.js';

/**
 * Has the ledger there, in the version that this Sluice writes: made on first use, else brought up step by step. When
 * it is up to date, that costs two look-ups. First uses at the same time wait for each other, so commit soon.
 *
 * @param client - In an open transaction, in READ COMMITTED.
 * @param migrations - Default: those of this Sluice; their number is its version.
 * @throws SluiceError LEDGER_NEWER; DATABASE_REFUSED when the user lacks the rights, or the server is older than
 *   PostgreSQL 14; DATABASE_LOST.
 */
export async function openLedger(client: Client, migrations: readonly string[] = released): Promise<void> {
  try {
    if ((await readVersion(client, migrations.length)) === migrations.length) return;
    await assertServer(client);
    await ledgerQuery(client, 'SELECT pg_catalog.pg_advisory_xact_lock($1)', [LEDGER_KEY]);
    await migrate(client, migrations);
  } catch (error) {
    throw withRights(error);
  }
}

/**
 * Tells whether the database has a ledger, and one that this Sluice can read.
 *
 * @throws SluiceError LEDGER_NEWER; DATABASE_REFUSED when the user may not look into it; DATABASE_LOST.
 */
export async function hasLedger(client: Client): Promise<boolean> {
  try {
    return (await readVersion(client, released.length)) > 0;
  } catch (error) {
    throw withRights(error);
  }
}

/** The version, once whoever held the lock before has committed. */
async function migrate(client: Client, migrations: readonly string[]): Promise<void> {
  const version = await readVersion(client, migrations.length);
  for (const [index, migration] of migrations.entries()) {
    if (index < version) continue;
    // Without parameters, several statements may be sent at once.
    await client.query(migration);
    await ledgerQuery(client, 'UPDATE sluice.ledger SET version = $1', [index + 1]);
  }
}

/** 0: there is none. */
async function readVersion(client: Client, newest: number): Promise<number> {
  const [{ there }] = await ledgerRows<{ there: boolean }>(client, IS_THERE);
  if (!there) return 0;
  const [{ version }] = await ledgerRows<{ version: number }>(
    client,
    'SELECT coalesce(pg_catalog.max(version), 0) AS version FROM sluice.ledger',
  );
  if (version <= newest) return version;
  throw new SluiceError(
    'LEDGER_NEWER',
    `The ledger in schema sluice has version ${version}: this Sluice knows ${newest}.`,
    {
      hint: 'A newer Sluice has made or migrated it: update this one.',
    },
  );
}

/** Multiranges came with PostgreSQL 14. */
async function assertServer(client: Client): Promise<void> {
  const [{ version, number }] = await ledgerRows<{ version: string; number: number }>(
    client,
    `SELECT pg_catalog.current_setting('server_version') AS version,
       pg_catalog.current_setting('server_version_num')::int AS number`,
  );
  if (number >= 140_000) return;
  throw new SluiceError('DATABASE_REFUSED', `The ledger needs PostgreSQL 14 or later: this server has ${version}.`, {
    hint: 'Load without --resumable and --once, or into a newer server.',
  });
}

function withRights(error: unknown): SluiceError {
  const known = databaseError(error);
  if (isServerError(known.cause) && OTHER_TABLES.has(known.cause.code)) return takenSchema(known);
  if (!isServerError(known.cause) || !permission.has(known.cause.code)) return known;
  return new SluiceError(known.code, known.message, {
    hint:
      'The ledger of --resumable and --once needs CREATE on the database once, to make its schema; then USAGE on ' +
      'schema sluice, and SELECT, INSERT and UPDATE on its tables. Its owner migrates it.',
    cause: known.cause,
  });
}

/**
 * Not by `to_regclass`: within a transaction a session may go on believing that a name is not there, once it has looked it
 * up, although the one that it has waited for has made it.
 */
const IS_THERE = `
  SELECT EXISTS (
    SELECT FROM pg_catalog.pg_class c
    JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = 'sluice' AND c.relname = 'ledger'
  ) AS there`;

/** Undefined column, undefined table, duplicate table, wrong object type. */
const OTHER_TABLES: ReadonlySet<string> = new Set(['42703', '42P01', '42P07', '42809']);

function takenSchema({ code, message, cause }: SluiceError): SluiceError {
  return new SluiceError(code, message, {
    hint: 'The schema sluice is for the ledger, and something else is in it: give that another name (ALTER SCHEMA sluice RENAME TO …).',
    cause,
  });
}
