import { SluiceError } from '../errors/sluice-error.js';
import { isServerError } from './errors.js';
import { connectionLost, tooManyConnections, transient } from './sqlstates.js';

/**
 * Tells whether the same work may succeed a little later: the connection broke or could not be made, the server was
 * shutting down, starting or full, another session was in the way. What a person must mend first (a password, a missing
 * database, a limit that was set) is not transient; nor is a commit whose outcome is unknown.
 */
export function isTransient(error: unknown): boolean {
  if (error instanceof SluiceError) return !partlyIn.has(error.code) && isTransientCode(error);
  if (isServerError(error)) return [connectionLost, tooManyConnections, transient].some((set) => set.has(error.code));
  return false;
}

/** Something of the load may be in: to begin it again would load that twice. */
const partlyIn: ReadonlySet<string> = new Set(['OUTCOME_UNKNOWN', 'PARTLY_COMMITTED']);

function isTransientCode({ code, cause }: SluiceError): boolean {
  if (code === 'DATABASE_LOST') return true;
  if (code !== 'DATABASE_UNREACHABLE') return isTransient(cause);
  return isServerError(cause) ? isTransient(cause) : isNetworkFailure(cause);
}

/** An attempt at all addresses of a name fails with an error that holds one error for each. */
function isNetworkFailure(cause: unknown): boolean {
  const [error] = cause instanceof AggregateError ? (cause.errors as unknown[]) : [cause];
  if (!(error instanceof Error)) return false;
  const { code = '' } = error as NodeJS.ErrnoException;
  return networkCodes.has(code) || /timeout expired|Connection terminated/.test(error.message);
}

const networkCodes: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENETDOWN',
  'ENOTFOUND',
  'EAI_AGAIN',
]);
