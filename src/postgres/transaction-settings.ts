import { quoteIdentifier } from '../schema/identifiers.js';
import type { Client } from './client.js';
import { databaseError } from './errors.js';

/** What a transaction has set for itself; null leaves a setting as the session has it. */
export interface TransactionSettings {
  readonly role: string | null;
  /** Names of schemas. */
  readonly searchPath: readonly string[] | null;
  /** With a unit, as Postgres spells durations: `500ms`. */
  readonly statementTimeout: string | null;
  readonly lockTimeout: string | null;
  /** Each statement sees what others have committed until then, whatever the session's isolation is. */
  readonly readCommitted: boolean;
}

/** All as the session has it. */
export const NO_SETTINGS: TransactionSettings = {
  role: null,
  searchPath: null,
  statementTimeout: null,
  lockTimeout: null,
  readCommitted: false,
};

/**
 * Begins a transaction and gives it its settings, which end with it: a connection out of a pool goes back as it was.
 *
 * @throws SluiceError DATABASE_REFUSED when the role may not be taken on, or is none; DATABASE_LOST.
 */
export async function beginWith(client: Pick<Client, 'query'>, settings: TransactionSettings): Promise<void> {
  await client.query(settings.readCommitted ? 'BEGIN ISOLATION LEVEL READ COMMITTED' : 'BEGIN');
  for (const statement of settingStatements(settings)) {
    await client.query(statement).catch((error: unknown) => Promise.reject(databaseError(error)));
  }
}

/**
 * Does some reading under the settings, in a transaction of its own; without settings it needs none.
 *
 * @throws SluiceError As {@link beginWith}, and what the work throws.
 */
export async function readUnder<T>(
  client: Pick<Client, 'query'>,
  settings: TransactionSettings,
  work: () => Promise<T>,
): Promise<T> {
  if (settingStatements(settings).length === 0) return work();
  await beginWith(client, settings);
  try {
    return await work();
  } finally {
    // Whatever the work has thrown is what counts; a connection that is gone has rolled back too.
    await client.query('ROLLBACK').catch(() => undefined);
  }
}

/**
 * Does some work of a transaction's as the user of the session, and not in the role that it has taken on.
 *
 * @throws SluiceError DATABASE_LOST, and what the work throws.
 */
export async function asSessionUser<T>(
  client: Pick<Client, 'query'>,
  { role }: TransactionSettings,
  work: () => Promise<T>,
): Promise<T> {
  if (role === null) return work();
  await client.query('SET LOCAL ROLE NONE');
  const result = await work();
  await client.query(`SET LOCAL ROLE ${quoteIdentifier(role)}`);
  return result;
}

/** The limits come first: they hold for whatever the role and the path have to wait for. */
function settingStatements({ role, searchPath, statementTimeout, lockTimeout }: TransactionSettings): string[] {
  return [
    ...(statementTimeout === null ? [] : [`SET LOCAL statement_timeout TO '${statementTimeout}'`]),
    ...(lockTimeout === null ? [] : [`SET LOCAL lock_timeout TO '${lockTimeout}'`]),
    ...(role === null ? [] : [`SET LOCAL ROLE ${quoteIdentifier(role)}`]),
    ...(searchPath === null ? [] : [`SET LOCAL search_path TO ${searchPath.map(quoteIdentifier).join(', ')}`]),
  ];
}
