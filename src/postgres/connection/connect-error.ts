import { printable } from '../../errors/printable.js';
import { SluiceError } from '../../errors/sluice-error.js';
import { isServerError } from '../errors.js';
import { authentication, databaseMissing, tooManyConnections } from '../sqlstates.js';
import { describeEndpoint } from './label.js';
import type { ConnectionSettings, Endpoint } from './settings.js';

/**
 * Says why no connection could be made, to what, and what to do about it.
 *
 * @param error - What `pg`, the network or the server answered; a {@link SluiceError} comes back as it is.
 * @returns DATABASE_UNREACHABLE
 */
export function connectError(error: unknown, settings: ConnectionSettings, endpoint: Endpoint): SluiceError {
  if (error instanceof SluiceError) return error;
  const where = describeEndpoint(endpoint);
  const { reason, hint } = isServerError(error)
    ? answerOfServer(error.code, error.message, settings)
    : failureOnTheWay(error as NodeJS.ErrnoException, settings);
  return new SluiceError('DATABASE_UNREACHABLE', `Can't connect to the database at ${where}: ${reason}.`, {
    hint,
    cause: error,
  });
}

/** Tells whether the server was not reached at all (or isn't the one wanted), so that another may be tried. */
export function isUnreachable(error: unknown): boolean {
  return isServerError(error) ? error.code === '57P03' : true;
}

/** Tells whether another attempt, with TLS where this had none or the other way round, may go better. */
export function mayLackTls(error: unknown): boolean {
  if (isServerError(error)) return error.code === '28000';
  const { code = '', syscall, message } = error as NodeJS.ErrnoException;
  const isNetwork = syscall === 'connect' || syscall === 'getaddrinfo' || message === timeoutMessage;
  return !isNetwork && (/SSL|TLS/i.test(message) || /^(?:ERR_(?:SSL|TLS)|EPROTO|ECONNRESET)/.test(code));
}

/** What `pg` says when the time for connecting is over. */
const timeoutMessage = 'timeout expired';

interface Reason {
  readonly reason: string;
  readonly hint: string;
}

function answerOfServer(sqlstate: string, message: string, settings: ConnectionSettings): Reason {
  const user = printable(settings.user);
  const database = printable(settings.database);
  if (authentication.has(sqlstate)) {
    const reason = `the server turned away user "${user}": ${printable(message, 300)}`;
    return { reason, hint: 'Check user and password (in the URL, PGUSER and PGPASSWORD, or .pgpass).' };
  }
  if (databaseMissing.has(sqlstate)) {
    const reason = `there is no database "${database}"`;
    return { reason, hint: `Create it (CREATE DATABASE "${database.replaceAll('"', '""')}"), or name another.` };
  }
  if (tooManyConnections.has(sqlstate)) {
    return { reason: 'it takes no more connections', hint: 'Try again later, or raise its max_connections.' };
  }
  return { reason: `${printable(message, 300)} (SQLSTATE ${sqlstate})`, hint: 'See the log of the server.' };
}

function failureOnTheWay(error: NodeJS.ErrnoException, settings: ConnectionSettings): Reason {
  const known = failures.find(({ pattern }) => pattern.test(`${codeOf(error)} ${error.message}`));
  if (known) return { reason: known.reason(settings), hint: known.hint };
  return { reason: printable(error.message, 300), hint: 'Check the host, the port and the TLS settings (sslmode).' };
}

/** An attempt at all addresses of a name fails with an error that holds one error for each. */
function codeOf(error: NodeJS.ErrnoException): string {
  return error.code ?? (error instanceof AggregateError ? String((error.errors[0] as { code?: unknown }).code) : '');
}

const failures: readonly { pattern: RegExp; reason: (settings: ConnectionSettings) => string; hint: string }[] = [
  {
    pattern: /^ECONNREFUSED/,
    reason: () => 'the connection was refused',
    hint: 'See that the server runs and listens there; check host and port.',
  },
  {
    pattern: /^(?:ENOENT|EACCES)/,
    reason: () => 'there is no socket there that may be used',
    hint: 'See that the server runs on this machine, or name its host.',
  },
  {
    pattern: /^(?:ENOTFOUND|EAI_\w+)/,
    reason: () => 'the host name is not known',
    hint: 'Check the host name and the network.',
  },
  {
    pattern: /^ETIMEDOUT|timeout expired/,
    reason: ({ timeoutSeconds }) => (timeoutSeconds > 0 ? `no answer within ${timeoutSeconds} seconds` : 'no answer'),
    hint: 'Check host, port and firewall; PGCONNECT_TIMEOUT sets the limit in seconds.',
  },
  {
    pattern: /terminated unexpectedly/,
    reason: () => 'the connection was closed at once',
    hint: 'See that it is PostgreSQL that listens there, and its log.',
  },
  {
    pattern: /no password was given/,
    reason: ({ user }) => `the server wants a password for user "${printable(user)}", and none was given`,
    hint: 'Give it in the URL, in PGPASSWORD, or in .pgpass.',
  },
  {
    pattern: /does not support SSL/,
    reason: () => 'the server has no TLS',
    hint: 'Use sslmode=prefer or sslmode=disable if the network between is to be trusted.',
  },
  {
    pattern: /^(?:SELF_SIGNED|DEPTH_ZERO|UNABLE_TO|CERT_|ERR_TLS_CERT)/,
    reason: () => "the server's certificate is not trusted, or is another host's",
    hint: "Name the certificate's authority with sslrootcert, or see that the host name is the certificate's.",
  },
];
