import { existsSync } from 'node:fs';
import { homedir, userInfo } from 'node:os';
import { join } from 'node:path';
import { SluiceError } from '../../errors/sluice-error.js';
import { parseConnectionString } from './connection-string.js';
import { keywordsFromEnvironment, namesDatabase } from './environment.js';
import { assertKnown, type Keywords } from './keywords.js';
import { findPassword } from './password-file.js';
import { readService } from './service-file.js';
import { type TlsAttempt, tlsAttempts } from './tls.js';

/** One server to try. */
export interface Endpoint {
  /** A name, an address, or the folder of a unix socket. */
  readonly host: string;
  /** The address to use instead of looking up `host`. */
  readonly address: string | null;
  readonly port: number;
  readonly password: string | null;
}

/** All that is needed to connect, with every default filled in. */
export interface ConnectionSettings {
  /** At least one, to be tried in this order. */
  readonly endpoints: readonly Endpoint[];
  readonly user: string;
  readonly database: string;
  readonly tls: readonly TlsAttempt[];
  /** TLS from the first byte (`sslnegotiation=direct`). */
  readonly directTls: boolean;
  /** Settings of the session, as `PGOPTIONS` has them. */
  readonly options: string | null;
  readonly applicationName: string | null;
  /** For each endpoint; 0: no limit. */
  readonly timeoutSeconds: number;
  /** What the session must be able to do for an endpoint to be taken. */
  readonly targetSession: 'any' | 'read-write' | 'primary';
}

/** Where {@link resolveSettings} looks. */
export interface SettingsSources {
  /** The flag `--db`: a URL or libpq keywords. */
  readonly db?: string | undefined;
  readonly env: NodeJS.ProcessEnv;
  /** Told of what a person may want to know, such as a password file that is ignored. */
  readonly notify: (line: string) => void;
}

/**
 * Finds out which database is meant: `--db`, else DATABASE_URL, else libpq's variables. What these leave open comes,
 * as in libpq, from the service they name, then from libpq's variables, then from libpq's defaults.
 *
 * @returns null when none of these names a database.
 * @throws SluiceError USAGE when something in them can't be read.
 */
export async function resolveSettings({ db, env, notify }: SettingsSources): Promise<ConnectionSettings | null> {
  const given = explicitKeywords(db, env);
  if (given === null && !namesDatabase(env)) return null;
  const environment = keywordsFromEnvironment(env);
  assertKnown(environment, 'The environment');
  const own = new Map([...environment, ...(given ?? [])]);
  const service = own.get('service');
  const home = env['HOME'] ?? homedir();
  const places = { file: own.get('servicefile'), env, home };
  const ofService = service === undefined ? new Map<string, string>() : await readService(service, places);
  assertKnown(ofService, `The service "${service ?? ''}"`);
  const keywords = new Map([...environment, ...ofService, ...(given ?? [])]);
  return complete(keywords, { env, home, notify });
}

const defaultTimeoutSeconds = 15;

function explicitKeywords(db: string | undefined, env: NodeJS.ProcessEnv): Keywords | null {
  const [text, origin] = db === undefined ? [env['DATABASE_URL'], 'DATABASE_URL'] : [db, '--db'];
  if (text === undefined || (text === '' && db === undefined)) return null;
  const keywords = parseConnectionString(text, origin);
  assertKnown(keywords, origin);
  return keywords;
}

interface Surroundings {
  readonly env: NodeJS.ProcessEnv;
  readonly home: string;
  readonly notify: (line: string) => void;
}

async function complete(keywords: Keywords, surroundings: Surroundings): Promise<ConnectionSettings> {
  const user = keywords.get('user') ?? systemUser(surroundings.env);
  const database = keywords.get('dbname') ?? user;
  return {
    endpoints: await endpointsOf(keywords, { user, database }, surroundings),
    user,
    database,
    tls: await tlsAttempts(keywords, surroundings.home),
    directTls: keywords.get('sslnegotiation') === 'direct',
    options: keywords.get('options') ?? null,
    applicationName: keywords.get('application_name') ?? null,
    timeoutSeconds: timeoutOf(keywords),
    targetSession: (keywords.get('target_session_attrs') ?? 'any') as ConnectionSettings['targetSession'],
  };
}

async function endpointsOf(
  keywords: Keywords,
  account: { user: string; database: string },
  { home, notify }: Surroundings,
): Promise<Endpoint[]> {
  const listOf = (keyword: string): string[] => (keywords.get(keyword) ?? '').split(',');
  const [hosts, addresses, ports] = [listOf('host'), listOf('hostaddr'), listOf('port')];
  const file = keywords.get('passfile') ?? defaultPasswordFile(home);
  const endpoints: Endpoint[] = [];
  for (let i = 0; i < Math.max(hosts.length, addresses.length); i += 1) {
    const port = portOf(ports.length === 1 ? ports[0] : (ports[i] ?? ''));
    const address = addresses[i] || null;
    const host = hosts[i] || (address ?? defaultHost(port));
    const query = { host: hosts[i] ? host : 'localhost', port, ...account };
    const password = keywords.get('password') ?? (await findPassword(file, query, notify));
    endpoints.push({ host, address, port, password });
  }
  return endpoints;
}

/** libpq's default is the socket of a server on this machine; its folder differs between distributions. */
function defaultHost(port: number): string {
  const folders = ['/var/run/postgresql', '/tmp'];
  return folders.find((folder) => existsSync(join(folder, `.s.PGSQL.${port}`))) ?? 'localhost';
}

function defaultPasswordFile(home: string): string {
  if (process.platform !== 'win32') return join(home, '.pgpass');
  return join(process.env['APPDATA'] ?? home, 'postgresql', 'pgpass.conf');
}

function systemUser(env: NodeJS.ProcessEnv): string {
  try {
    return userInfo().username;
  } catch {
    return env['USER'] ?? 'postgres';
  }
}

function portOf(text: string): number {
  if (text === '') return 5432;
  const port = Number(text);
  if (/^\d+$/.test(text) && port > 0 && port < 65_536) return port;
  throw new SluiceError('USAGE', "The database's port is not a number between 1 and 65535.", {
    hint: 'Correct the port in --db, DATABASE_URL or PGPORT.',
  });
}

/** libpq takes 1 second for 2, and 0 or less for no limit. */
function timeoutOf(keywords: Keywords): number {
  const text = keywords.get('connect_timeout');
  if (text === undefined) return defaultTimeoutSeconds;
  const seconds = Number(text);
  if (Number.isInteger(seconds)) return seconds === 1 ? 2 : Math.max(seconds, 0);
  throw new SluiceError('USAGE', 'The connect timeout is not a whole number of seconds.', {
    hint: 'Correct connect_timeout or PGCONNECT_TIMEOUT.',
  });
}
