import { SluiceError } from '../../errors/sluice-error.js';
import { printable } from '../../errors/printable.js';

/** Connection parameters by libpq's names: `host`, `dbname`, `sslmode`, … */
export type Keywords = ReadonlyMap<string, string>;

/**
 * Checks that every parameter is one of libpq's and that what it asks for can be had. One that would make the
 * connection safer, and that Sluice can't keep, is refused rather than passed over.
 *
 * @param origin - Where the parameters come from, for the message: `--db`, `DATABASE_URL`, a file.
 * @throws SluiceError USAGE
 */
export function assertKnown(keywords: Keywords, origin: string): void {
  for (const [keyword, value] of keywords) {
    const rule = rules.get(keyword);
    if (rule === undefined) throw unknown(keyword, origin);
    if (rule !== 'any' && !rule.includes(value)) throw unsupported(keyword, rule, origin);
  }
}

const rules = new Map<string, 'any' | readonly string[]>([
  ...[
    ...['host', 'hostaddr', 'port', 'dbname', 'user', 'password', 'passfile', 'service', 'options'],
    ...['connect_timeout', 'application_name', 'fallback_application_name', 'client_encoding'],
    ...['sslrootcert', 'sslcert', 'sslkey', 'sslpassword', 'sslcompression', 'sslsni', 'sslcertmode'],
    ...['keepalives', 'keepalives_idle', 'keepalives_interval', 'keepalives_count', 'tcp_user_timeout'],
    ...['krbsrvname', 'gsslib', 'gssdelegation', 'load_balance_hosts', 'servicefile'],
  ].map((keyword) => [keyword, 'any'] as const),
  ['sslmode', ['disable', 'allow', 'prefer', 'require', 'verify-ca', 'verify-full']],
  ['sslnegotiation', ['postgres', 'direct']],
  ['target_session_attrs', ['any', 'read-write', 'primary']],
  ['channel_binding', ['disable', 'prefer']],
  ['gssencmode', ['disable', 'prefer']],
  ...['sslcrl', 'sslcrldir', 'requirepeer', 'require_auth', 'replication'].map((keyword) => [keyword, ['']] as const),
  ...['ssl_min_protocol_version', 'ssl_max_protocol_version'].map(
    (keyword) => [keyword, ['', 'TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3']] as const,
  ),
]);

function unknown(keyword: string, origin: string): SluiceError {
  return new SluiceError('USAGE', `${origin} has an unknown connection parameter "${printable(keyword)}".`, {
    hint: "Remove it; the parameters are libpq's: https://www.postgresql.org/docs/current/libpq-connect.html",
  });
}

function unsupported(keyword: string, values: readonly string[], origin: string): SluiceError {
  const possible = values.filter((value) => value !== '');
  return new SluiceError('USAGE', `${origin} asks for a value of "${keyword}" that Sluice doesn't support.`, {
    hint: possible.length > 0 ? `Possible are ${possible.join(', ')}.` : 'Remove the parameter.',
  });
}
