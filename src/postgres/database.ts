import { join } from 'node:path';
import { cancelStatement } from './cancel.js';
import { type Client, connectClient, endClient } from './client.js';
import { describeDatabase } from './connection/label.js';
import { type ConnectionSettings, resolveSettings } from './connection/settings.js';
import type { EmbeddedLease } from './embedded/server.js';

/** What {@link openDatabase} takes. */
export interface DatabaseOptions {
  /** The flag `--db`: a URL, or libpq keywords such as `host=… dbname=…`. */
  readonly db?: string | undefined;
  readonly env: NodeJS.ProcessEnv;
  /** The working folder; the embedded server is kept in `.sluice` in it. */
  readonly cwd: string;
  /** Ends every wait for a server with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
  /** Takes lines for a person to read. */
  readonly onNotice?: ((line: string) => void) | undefined;
}

/** The database of a run. */
export interface Database {
  /** Names it in messages, without secrets: `db.example:5432/shop as ana`. */
  readonly label: string;
  /** It is the one that Sluice brings along. */
  readonly embedded: boolean;
  /**
   * Makes a new connection. May be called several times at once.
   *
   * @param applicationName - What `pg_stat_activity` shows; default `sluice`.
   * @throws SluiceError DATABASE_UNREACHABLE
   */
  connect(applicationName?: string): Promise<Client>;
  /** Asks the server to break off what the open connections are doing. */
  cancel(): void;
  /** Ends all connections that are still open, and lets go of the embedded server. A second call does nothing. */
  close(): Promise<void>;
}

/** The folder of the embedded server, below the working folder. */
export const embeddedFolder = '.sluice';

/**
 * Finds the database to use: `--db`, else DATABASE_URL, else libpq's variables, else the embedded server, which is
 * started. No connection is made yet to one that was named.
 *
 * @throws SluiceError USAGE when it is named in a way that can't be read; EMBEDDED_MISSING, EMBEDDED_FAILED.
 */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  const { env, cwd, signal, onNotice: notify = () => undefined } = options;
  const settings = await resolveSettings({ db: options.db, env, notify });
  if (settings) return makeDatabase(settings, { signal, lease: null });
  const { startEmbedded } = await import('./embedded/server.js');
  const lease = await startEmbedded({ folder: join(cwd, embeddedFolder), signal, onNotice: notify });
  try {
    return makeDatabase(await settingsOf(lease, env), { signal, lease });
  } catch (error) {
    await lease.release();
    throw error;
  }
}

/** Like any other connection, this one takes the session's settings (PGOPTIONS, PGTZ) from the environment. */
async function settingsOf({ url }: EmbeddedLease, env: NodeJS.ProcessEnv): Promise<ConnectionSettings> {
  const settings = await resolveSettings({ db: url, env, notify: () => undefined });
  if (settings === null) throw new TypeError('The embedded server has no URL.');
  return settings;
}

function makeDatabase(
  settings: ConnectionSettings,
  { signal, lease }: { signal: AbortSignal | undefined; lease: EmbeddedLease | null },
): Database {
  const clients = new Set<Client>();
  return {
    label: lease ? `embedded PostgreSQL in ${embeddedFolder}` : describeDatabase(settings),
    embedded: lease !== null,
    async connect(applicationName) {
      const client = await connectClient(settings, { applicationName, signal });
      clients.add(client);
      client.once('end', () => clients.delete(client));
      return client;
    },
    cancel() {
      for (const client of clients) cancelStatement(client);
    },
    async close() {
      await Promise.all([...clients].map(endClient));
      await lease?.release();
    },
  };
}
