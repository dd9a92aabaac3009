/** A ledger of a test's own, and what goes into it. */
import pg from 'pg';
import { afterAll, beforeAll, onTestFinished } from 'vitest';
import { claimSources, type Claim } from '../../src/postgres/ledger/claim-sources.js';
import { openLedger } from '../../src/postgres/ledger/open-ledger.js';
import type { Progress } from '../../src/postgres/ledger/read-progress.js';
import { beginRun } from '../../src/postgres/ledger/runs.js';
import type { LedgerTable, SourceIdentity } from '../../src/postgres/ledger/source-identity.js';
import { statementSql, type StatementEntry } from '../../src/postgres/ledger/statement-sql.js';
import { createTestDatabase, type TestDatabase } from './database.js';

/** The database of a test file. */
export interface LedgerDatabase {
  /** Known once the first test runs. */
  readonly url: string;
  /** A connection of the whole file. */
  readonly client: pg.Client;
  /** A connection that ends with the test. */
  connect(): Promise<pg.Client>;
}

/** Makes a database of the file's own; to be called at its top. */
export function ledgerDatabase({ opened = true } = {}): LedgerDatabase {
  let own: TestDatabase;
  let client: pg.Client;
  beforeAll(async () => {
    own = await createTestDatabase();
    client = new pg.Client({ connectionString: own.url });
    await client.connect();
    if (opened) await inTransaction(client, () => openLedger(client));
  });
  afterAll(async () => {
    await client.end();
    await own.drop();
  });
  return {
    get url() {
      return own.url;
    },
    get client() {
      return client;
    },
    async connect() {
      const other = new pg.Client({ connectionString: own.url });
      await other.connect();
      onTestFinished(() => other.end());
      return other;
    },
  };
}

/** Commits what the work does; rolls back when it throws. */
export async function inTransaction<T>(client: pg.Client, work: () => Promise<T>): Promise<T> {
  await client.query('BEGIN');
  try {
    const result = await work();
    await client.query('COMMIT');
    return result;
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  }
}

/** The target table of a test: the ledger doesn't ask whether there is one. */
export function ledgerTable(oid: number): LedgerTable {
  return { oid, name: 'public.orders' };
}

/** A source of 1,000 bytes, unless `over` says otherwise. */
export function identityOf(name: string, over: Partial<SourceIdentity> = {}): SourceIdentity {
  const fingerprint = { size: 1000, modifiedMs: 1_700_000_000_123, hash: `ends:${name}` };
  return { name, entry: null, fingerprint, reading: '{"format":"csv"}', ...over };
}

/** A new run. */
export function newRun(client: pg.Client, table: LedgerTable): Promise<number> {
  return beginRun(client, { kind: 'resumable', table, version: '1.2.3' });
}

/** A claim of a new source, or of one to go on with. */
export function claimOf(identity: SourceIdentity, source: number | null = null): Claim {
  return {
    identity,
    source,
    rejectsFile: `${identity.name}.rejects.csv`,
    faultsFile: `${identity.name}.rejects.ndjson`,
  };
}

/** A new run that has claimed new sources. */
export async function claimedRun(
  client: pg.Client,
  table: LedgerTable,
  identities: readonly SourceIdentity[],
): Promise<{ run: number; progress: Progress[] }> {
  return inTransaction(client, async () => {
    const run = await newRun(client, table);
    const claims = identities.map((identity) => claimOf(identity));
    return { run, progress: await claimSources(client, run, table, claims) };
  });
}

/** A statement that loaded all records of its ranges, unless it says otherwise. */
export function entryOf(
  entry: Pick<StatementEntry, 'run' | 'source' | 'ranges'> & Partial<StatementEntry>,
): StatementEntry {
  const loaded = entry.ranges.reduce((sum, [first, last]) => sum + last - first + 1, 0);
  return { loaded, rejected: 0, start: null, rejectsBytes: null, faultsBytes: null, rejectsEnds: null, ...entry };
}

/** Enters a statement by itself. */
export async function note(client: pg.Client, entry: Parameters<typeof entryOf>[0]): Promise<void> {
  await client.query(statementSql(entryOf(entry)));
}
