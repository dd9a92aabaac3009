import { internalError } from '../errors/internal-error.js';
import { printable } from '../errors/printable.js';
import { SluiceError } from '../errors/sluice-error.js';
import { canceled, connectionLost, exhausted, permission, readOnly, transient } from './sqlstates.js';

/** What Postgres says of an error; `pg` has the fields under these names. */
export interface ServerError {
  /** The SQLSTATE: five characters. */
  readonly code: string;
  readonly message: string;
  readonly detail?: string | undefined;
  readonly hint?: string | undefined;
}

/**
 * Gives an error of a connection that was made its place in the catalogue: DATABASE_LOST when the connection is
 * gone, DATABASE_REFUSED when Postgres answered with an error, INTERNAL when it is neither.
 *
 * @param error - From `pg`; a {@link SluiceError} comes back as it is.
 */
export function databaseError(error: unknown): SluiceError {
  if (error instanceof SluiceError) return error;
  if (isServerError(error)) return connectionLost.has(error.code) ? lost(error) : refused(error);
  if (isDrop(error)) return lost(error);
  return internalError(error);
}

/** Tells whether an error is an answer of Postgres, with an SQLSTATE. */
export function isServerError(error: unknown): error is Error & ServerError {
  return (
    error instanceof Error && /^[0-9A-Z]{5}$/.test(String((error as Partial<ServerError>).code)) && 'severity' in error
  );
}

/** The words of `pg` for a connection that is gone carry no code. */
function isDrop(error: unknown): error is Error {
  if (!(error instanceof Error)) return false;
  const { code } = error as NodeJS.ErrnoException;
  const isSocketError = /^(?:E(?:CONN\w+|PIPE|TIMEDOUT|HOSTUNREACH|NETUNREACH|NETDOWN|PROTO)|ERR_STREAM_\w+)$/;
  return (
    isSocketError.test(code ?? '') ||
    /connection (?:terminated|error)|not queryable|client was closed/i.test(error.message)
  );
}

function lost(error: Error): SluiceError {
  return new SluiceError('DATABASE_LOST', `The connection to the database broke: ${said(error.message)}.`, {
    hint: 'What had not been committed is rolled back. See whether the server runs, then run again.',
    cause: error,
  });
}

function refused(error: Error & ServerError): SluiceError {
  const detail = error.detail === undefined ? '' : `; ${said(error.detail)}`;
  const message = `Postgres refused: ${said(error.message)}${detail} (SQLSTATE ${error.code}).`;
  const hint = error.hint === undefined ? hintFor(error.code) : printable(error.hint.trim(), 300);
  return new SluiceError('DATABASE_REFUSED', message, { cause: error, ...(hint === null ? {} : { hint }) });
}

function hintFor(sqlstate: string): string | null {
  return hints.find(([codes]) => codes.has(sqlstate))?.[1] ?? null;
}

const hints: readonly (readonly [ReadonlySet<string>, string])[] = [
  [permission, 'Have the rights granted to the user, or connect as another one.'],
  [transient, 'Another session was in the way: run again.'],
  [canceled, 'A time limit of the server, or a person, ended the statement: see statement_timeout and lock_timeout.'],
  [readOnly, 'This server takes no writes; it may be a standby: connect to the primary.'],
  [exhausted, 'The server has run out of disk space or memory.'],
];

/** Postgres quotes values of the data in its messages, so they are not safe to print as they are. */
function said(text: string): string {
  return printable(text.trim(), 300).replace(/\.$/, '');
}
