import { setTimeout as sleep } from 'node:timers/promises';
import { displaySource } from '../../batch/display-source.js';
import type { LedgerPlan } from '../../config/ledger-plan.js';
import { SluiceError } from '../../errors/sluice-error.js';
import type { Client } from '../../postgres/client.js';
import { tryLock, type LedgerLock } from '../../postgres/ledger/locks.js';
import type { RunContext } from '../run-context.js';

/** What locks are taken for. */
export interface LockOptions {
  readonly client: Client;
  readonly tableOid: number;
  /** Those of the sources in the ledger. */
  readonly names: readonly string[];
  readonly ifRunning: LedgerPlan['ifRunning'];
  readonly context: RunContext;
  /** An attempt of this process had them: what has them now is likely to be its connection, which the server will miss soon. */
  readonly hadThem: boolean;
}

/**
 * Has the server find out within a minute that this end is gone without a word, and let go of its locks; by default that
 * takes two hours. https://www.postgresql.org/docs/current/runtime-config-connection.html
 */
const KEEPALIVE = 'SET tcp_keepalives_idle = 30; SET tcp_keepalives_interval = 10; SET tcp_keepalives_count = 3';

/**
 * With more sources than this, the whole table is locked at once: a server has room for some thousands of locks. The runs
 * with few share that lock, and have one for each of their sources.
 */
const MANY_SOURCES = 100;

/** Milliseconds between two looks whether the other run is done. */
const INTERVAL_MS = 500;

/**
 * Keeps other runs from loading the same sources into the same table: until the connection ends. In the order of their
 * names, so that two runs never wait for each other.
 *
 * @throws SluiceError ALREADY_RUNNING when another run does, and is not to be waited for; the reason of an interrupt.
 */
export async function lockSources(options: LockOptions): Promise<void> {
  const { client, names, tableOid } = options;
  await client.query(KEEPALIVE);
  const isOne = names.length > MANY_SOURCES;
  await takeLock(options, { tableOid, name: null, isShared: !isOne });
  if (isOne) return;
  for (const name of [...names].sort()) await takeLock(options, { tableOid, name, isShared: false });
}

async function takeLock({ client, ifRunning, context, hadThem }: LockOptions, lock: LedgerLock): Promise<void> {
  const { signal } = context.io;
  const isFree = (): Promise<boolean> => tryLock(client, lock);
  if (await isFree()) return;
  const what = lock.name === null ? 'the same sources' : displaySource(lock.name);
  if (ifRunning === 'stop' && !hadThem) throw alreadyRunning(what);
  context.notice(`another run is loading ${what} into this table: waiting until it is done`);
  while (!(await isFree())) await sleep(INTERVAL_MS, undefined, { signal });
}

function alreadyRunning(what: string): SluiceError {
  return new SluiceError('ALREADY_RUNNING', `Another run is loading ${what} into this table.`, {
    hint: 'Let it finish, or leave out --if-running stop to wait for it.',
  });
}
