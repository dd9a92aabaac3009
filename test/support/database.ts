/** The database that integration and end-to-end tests run on, and helpers to look into it. */
import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';

declare module 'vitest' {
  interface ProvidedContext {
    /** Set by global-setup.ts. */
    databaseUrl: string;
  }
}

/** A database of a test's own. */
export interface TestDatabase {
  readonly url: string;
  /** Drops it, closing what is still connected to it. */
  drop(): Promise<void>;
}

/** The URL of the suite's server: make no tables there, but a database with {@link createTestDatabase}. */
export async function testDatabaseUrl(): Promise<string> {
  const url = inject('databaseUrl');
  if (!url) throw new Error('This project has no database: is test/support/global-setup.ts in its globalSetup?');
  return url;
}

/** Makes an empty database with a random name on the suite's server. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const server = await testDatabaseUrl();
  const name = `sluice_test_${randomBytes(6).toString('hex')}`;
  await query(server, `CREATE DATABASE ${name} TEMPLATE template0`);
  return {
    url: withDatabaseName(server, name),
    drop: async () => {
      await query(server, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    },
  };
}

/**
 * Runs one statement on a connection of its own.
 *
 * @returns The rows, with the values as `pg` gives them (bigint and numeric as text).
 */
export async function query(url: string, sql: string, params: unknown[] = []): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const result = await client.query<Record<string, unknown>>(sql, params);
    return result.rows;
  } finally {
    await client.end();
  }
}

/** The same server and user, another database; by text, because a socket URL (`postgres:///db?host=/tmp`) is no WHATWG one. */
function withDatabaseName(url: string, name: string): string {
  const parts = /^(postgres(?:ql)?:\/\/[^/?]*)(?:\/[^?]*)?(\?.*)?$/.exec(url);
  if (!parts) throw new Error('The test database must be given as a URL: postgres://user@host:port/database');
  return `${parts[1]}/${name}${parts[2] ?? ''}`;
}
