import type { Client } from '../client.js';
import { LEDGER_KEY } from './ledger-key.js';
import { ledgerQuery, ledgerRows } from './ledger-rows.js';

/** What a lock is for. */
export interface LedgerLock {
  readonly tableOid: number;
  /** The source's name in the ledger; null: all sources of the table. */
  readonly name: string | null;
  /** Others may have it at the same time, if they share it too. */
  readonly isShared: boolean;
}

/**
 * Takes a lock that keeps two runs from loading one source into one table at a time, unless another session has it. It
 * is the session's until {@link unlockAll}, or until the connection ends.
 *
 * @returns Whether it was free, or this session's already.
 * @throws SluiceError DATABASE_LOST, DATABASE_REFUSED
 */
export async function tryLock(client: Client, { tableOid, name, isShared }: LedgerLock): Promise<boolean> {
  const key = name === null ? String(tableOid) : `${tableOid} ${name}`;
  const [{ taken }] = await ledgerRows<{ taken: boolean }>(client, isShared ? TRY_SHARED : TRY_LOCK, [key, LEDGER_KEY]);
  return taken;
}

/**
 * Lets go of every advisory lock of the session.
 *
 * @throws SluiceError DATABASE_LOST, DATABASE_REFUSED
 */
export async function unlockAll(client: Client): Promise<void> {
  await ledgerQuery(client, 'SELECT pg_catalog.pg_advisory_unlock_all()');
}

const TRY_SHARED = `
  SELECT pg_catalog.pg_try_advisory_lock_shared(pg_catalog.hashtextextended($1::pg_catalog.text, $2::bigint)) AS taken`;

const TRY_LOCK = `
  SELECT pg_catalog.pg_try_advisory_lock(pg_catalog.hashtextextended($1::pg_catalog.text, $2::bigint)) AS taken`;
