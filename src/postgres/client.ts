import pg from 'pg';
import { connectError, isUnreachable, mayLackTls } from './connection/connect-error.js';
import type { ConnectionSettings, Endpoint } from './connection/settings.js';
import type { TlsAttempt } from './connection/tls.js';

/** A connection to Postgres: the client of `pg`. */
export type Client = pg.Client;

/** What one connection has of its own. */
export interface ConnectOptions {
  /** What `pg_stat_activity` shows, unless the settings name something; default `sluice`. */
  readonly applicationName?: string | undefined;
  /** Ends the attempt with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Connects: to the first endpoint that can be reached and can do what the session must, with the first kind of TLS
 * that the server takes. An error that the client meets while it is idle ends no process; it shows at the next query.
 *
 * @throws SluiceError DATABASE_UNREACHABLE, for the last endpoint that was tried.
 */
export async function connectClient(settings: ConnectionSettings, options: ConnectOptions = {}): Promise<Client> {
  for (const [index, endpoint] of settings.endpoints.entries()) {
    options.signal?.throwIfAborted();
    const isLast = index === settings.endpoints.length - 1;
    try {
      return await connectEndpoint(settings, endpoint, options);
    } catch (error) {
      options.signal?.throwIfAborted();
      if (isLast || !isUnreachable(error)) throw connectError(error, settings, endpoint);
    }
  }
  throw new RangeError('There is no endpoint.');
}

/**
 * Ends a connection, by force when the goodbye takes longer than a second.
 */
export async function endClient(client: Client): Promise<void> {
  const timer = setTimeout(() => client.connection.stream.destroy(), 1000);
  await client.end().catch(() => undefined);
  clearTimeout(timer);
}

async function connectEndpoint(
  settings: ConnectionSettings,
  endpoint: Endpoint,
  options: ConnectOptions,
): Promise<Client> {
  const attempts: readonly TlsAttempt[] = endpoint.host.startsWith('/') ? [false] : settings.tls;
  const [first, second] = attempts;
  try {
    return await attemptConnect(settings, endpoint, { ...options, tls: first });
  } catch (error) {
    if (second === undefined || !mayLackTls(error)) throw error;
    return attemptConnect(settings, endpoint, { ...options, tls: second });
  }
}

async function attemptConnect(
  settings: ConnectionSettings,
  endpoint: Endpoint,
  options: ConnectOptions & { tls: TlsAttempt },
): Promise<Client> {
  const client = new pg.Client(clientConfig(settings, endpoint, options));
  client.on('error', () => undefined);
  const abort = (): void => void client.connection.stream.destroy();
  options.signal?.addEventListener('abort', abort, { once: true });
  try {
    await client.connect();
    await assertSession(client, settings.targetSession);
    return client;
  } catch (error) {
    abort();
    throw error;
  } finally {
    options.signal?.removeEventListener('abort', abort);
  }
}

/** Names every parameter that `pg` would else look up in the environment of the process by rules of its own. */
function clientConfig(
  settings: ConnectionSettings,
  endpoint: Endpoint,
  { applicationName, tls }: ConnectOptions & { tls: TlsAttempt },
): pg.ClientConfig {
  const { host, address, port, password } = endpoint;
  return {
    host: address ?? host,
    port,
    user: settings.user,
    database: settings.database,
    password: () => password ?? Promise.reject(new Error('no password was given')),
    ssl: tls && address !== null && address !== host ? { ...tls, host, servername: host } : tls,
    sslnegotiation: tls && settings.directTls ? 'direct' : 'postgres',
    application_name: settings.applicationName ?? applicationName ?? 'sluice',
    ...(settings.options === null ? {} : { options: settings.options }),
    connectionTimeoutMillis: settings.timeoutSeconds * 1000,
    keepAlive: true,
    keepAliveInitialDelayMillis: 30_000,
  };
}

async function assertSession(client: Client, target: ConnectionSettings['targetSession']): Promise<void> {
  if (target === 'any') return;
  const { rows } = await client.query<{ readOnly: string; standby: boolean }>(
    `SELECT current_setting('transaction_read_only') AS "readOnly", pg_is_in_recovery() AS standby`,
  );
  const [{ readOnly, standby }] = rows;
  if (standby || (target === 'read-write' && readOnly === 'on')) throw new Error(`the server is not ${target}`);
}
