import type { Client } from '../postgres/client.js';
import { openDatabase, type Database } from '../postgres/database.js';
import type { Io } from './io.js';

/** How a command that is no run gets at a database. */
export interface UseDatabaseOptions {
  /** The flag `--db`. */
  readonly db: string | undefined;
  readonly io: Io;
  /** Takes lines for a person to read. */
  readonly notice: (line: string) => void;
}

/**
 * Does some work on a connection to the configured database, which is closed after it, and by an interrupt.
 *
 * @throws SluiceError of the connection, and what the work throws.
 */
export async function useDatabase(
  { db, io, notice }: UseDatabaseOptions,
  work: (client: Client, database: Database) => Promise<void>,
): Promise<void> {
  const { env, cwd, signal } = io;
  const database = await openDatabase({ db, env, cwd, signal, onNotice: notice });
  const close = (): void => void database.close();
  signal.addEventListener('abort', close, { once: true });
  try {
    await work(await database.connect(), database);
  } finally {
    signal.removeEventListener('abort', close);
    await database.close();
  }
}
