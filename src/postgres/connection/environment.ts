import type { Keywords } from './keywords.js';

/**
 * Reads libpq's environment variables.
 *
 * @returns The parameters by keyword; variables that are empty count as unset.
 */
export function keywordsFromEnvironment(env: NodeJS.ProcessEnv): Keywords {
  const found = new Map<string, string>();
  for (const [variable, keyword] of variables) {
    const value = env[variable];
    if (value) found.set(keyword, value);
  }
  const options = sessionOptions(env);
  if (options !== '') found.set('options', options);
  return found;
}

/**
 * Tells whether the environment names a database. A user or a password alone doesn't.
 */
export function namesDatabase(env: NodeJS.ProcessEnv): boolean {
  return ['PGHOST', 'PGHOSTADDR', 'PGSERVICE', 'PGDATABASE', 'PGPORT'].some((variable) => Boolean(env[variable]));
}

const variables = [
  ['PGHOST', 'host'],
  ['PGHOSTADDR', 'hostaddr'],
  ['PGPORT', 'port'],
  ['PGDATABASE', 'dbname'],
  ['PGUSER', 'user'],
  ['PGPASSWORD', 'password'],
  ['PGPASSFILE', 'passfile'],
  ['PGSERVICE', 'service'],
  ['PGSERVICEFILE', 'servicefile'],
  ['PGAPPNAME', 'application_name'],
  ['PGCONNECT_TIMEOUT', 'connect_timeout'],
  ['PGTARGETSESSIONATTRS', 'target_session_attrs'],
  ['PGCHANNELBINDING', 'channel_binding'],
  ['PGREQUIREAUTH', 'require_auth'],
  ['PGREQUIREPEER', 'requirepeer'],
  ['PGGSSENCMODE', 'gssencmode'],
  ['PGSSLMODE', 'sslmode'],
  ['PGSSLNEGOTIATION', 'sslnegotiation'],
  ['PGSSLROOTCERT', 'sslrootcert'],
  ['PGSSLCERT', 'sslcert'],
  ['PGSSLKEY', 'sslkey'],
  ['PGSSLCRL', 'sslcrl'],
  ['PGSSLCRLDIR', 'sslcrldir'],
  ['PGSSLMINPROTOCOLVERSION', 'ssl_min_protocol_version'],
  ['PGSSLMAXPROTOCOLVERSION', 'ssl_max_protocol_version'],
] as const;

/** PGTZ and PGDATESTYLE are settings of the session, which can be sent as options. */
function sessionOptions(env: NodeJS.ProcessEnv): string {
  const settings = [
    ['TimeZone', env['PGTZ']],
    ['DateStyle', env['PGDATESTYLE']],
  ];
  const given = settings.filter(([, value]) => value).map(([name, value]) => `-c ${name}=${escapeOption(value ?? '')}`);
  return [env['PGOPTIONS'] ?? '', ...given].filter((option) => option !== '').join(' ');
}

function escapeOption(value: string): string {
  return value.replace(/[\s\\]/g, '\\$&');
}
