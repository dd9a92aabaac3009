/**
 * Sets of SQLSTATEs, by what they mean for a run.
 * All codes: https://www.postgresql.org/docs/current/errcodes-appendix.html
 */

/** The server ended the connection, or is about to: shutdown, crash, an administrator, an idle limit. */
export const connectionLost: ReadonlySet<string> = new Set([
  '08000',
  '08003',
  '08006',
  '57P01',
  '57P02',
  '57P03',
  '57P04',
  '57P05',
  '25P03',
  '25P04',
]);

/** The same statement may succeed when it is tried again: serialization, deadlock, a lock that wasn't free. */
export const transient: ReadonlySet<string> = new Set(['40001', '40P01', '55P03']);

/** The user may not do this. */
export const permission: ReadonlySet<string> = new Set(['42501', '0L000', '0P000']);

/** A wrong user or password, or one that pg_hba.conf turns away. */
export const authentication: ReadonlySet<string> = new Set(['28000', '28P01']);

/** The server can't take another connection now. */
export const tooManyConnections: ReadonlySet<string> = new Set(['53300']);

/** The server has run out of something: disk, memory. */
export const exhausted: ReadonlySet<string> = new Set(['53000', '53100', '53200', '53400']);

/** A statement was ended by a limit or by a person: statement_timeout, lock_timeout, pg_cancel_backend. */
export const canceled: ReadonlySet<string> = new Set(['57014']);

/** The database, or the transaction, takes no writes: a standby, for example. */
export const readOnly: ReadonlySet<string> = new Set(['25006']);

/** The database of the connection doesn't exist. */
export const databaseMissing: ReadonlySet<string> = new Set(['3D000']);
