import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ConnectionOptions } from 'node:tls';
import { SluiceError } from '../../errors/sluice-error.js';
import type { Keywords } from './keywords.js';

/** One way to secure a connection: TLS with these options, or none at all (`false`). */
export type TlsAttempt = ConnectionOptions | false;

/**
 * Says what to try, in order, for libpq's `sslmode`: `prefer` (the default) takes TLS where the server has it,
 * `require` insists but trusts any certificate, `verify-ca` and `verify-full` check it. Without a root certificate
 * file these two trust the authorities that Node knows. As in libpq, `require` checks too when there is such a file.
 *
 * @param keywords - `sslmode`, `sslrootcert`, `sslcert`, `sslkey`, `sslpassword`, `ssl_…_protocol_version`.
 * @param home - The user's home folder; `.postgresql` in it holds the default files.
 * @throws SluiceError USAGE when a file that was named can't be read.
 */
export async function tlsAttempts(keywords: Keywords, home: string): Promise<readonly TlsAttempt[]> {
  const mode = keywords.get('sslmode') ?? 'prefer';
  if (mode === 'disable') return [false];
  const tls = await tlsOptions(mode, keywords, join(home, '.postgresql'));
  if (mode === 'prefer') return [tls, false];
  return mode === 'allow' ? [false, tls] : [tls];
}

async function tlsOptions(mode: string, keywords: Keywords, folder: string): Promise<ConnectionOptions> {
  const root = keywords.get('sslrootcert');
  const authorities = root === 'system' ? null : await readOptional('sslrootcert', root, join(folder, 'root.crt'));
  const certificate = await readOptional('sslcert', keywords.get('sslcert'), join(folder, 'postgresql.crt'));
  const key = certificate && (await readOptional('sslkey', keywords.get('sslkey'), join(folder, 'postgresql.key')));
  const checks = mode === 'verify-full' || mode === 'verify-ca' || (mode === 'require' && authorities !== null);
  const anyHost = mode !== 'verify-full' && root !== 'system';
  const optional = {
    checkServerIdentity: anyHost ? (): undefined => undefined : null,
    ca: authorities,
    cert: certificate,
    key,
    passphrase: keywords.get('sslpassword'),
    minVersion: keywords.get('ssl_min_protocol_version'),
    maxVersion: keywords.get('ssl_max_protocol_version'),
  };
  const given = Object.entries(optional).filter(([, value]) => Boolean(value));
  return { rejectUnauthorized: checks, ...(Object.fromEntries(given) as ConnectionOptions) };
}

/** The file that was named has to be there; the default one need not. */
async function readOptional(keyword: string, named: string | undefined, byDefault: string): Promise<Buffer | null> {
  try {
    return await readFile(named ?? byDefault);
  } catch (cause) {
    if (named === undefined) return null;
    throw new SluiceError('USAGE', `The file that ${keyword} names, ${named}, can't be read.`, {
      hint: `Correct ${keyword}, or make the file readable.`,
      cause,
    });
  }
}
