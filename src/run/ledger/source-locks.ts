import { setTimeout as sleep } from 'node:timers/promises';
import { displaySource } from '../../batch/display-source.js';
import type { LedgerPlan } from '../../config/ledger-plan.js';
import { SluiceError } from '../../errors/sluice-error.js';
import type { Client } from '../../postgres/client.js';
import { tryLock } from '../../postgres/ledger/locks.js';
import type { RunContext } from '../run-context.js';

/** What locks are taken for. */
export interface LockOptions {
  readonly client: Client;
  readonly tableOid: number;
  /** Those of the sources in the ledger. */
  readonly names: readonly string[];
  readonly ifRunning: LedgerPlan['ifRunning'];
  readonly context: RunContext;
  /** A run of this process held the locks: what still holds them is a connection of it that the server has not missed yet. */
  readonly hadThem: boolean;
}

/** Milliseconds between two looks whether the other run is done. */
const INTERVAL_MS = 500;

/**
 * Keeps other runs from loading the same sources into the same table: until the connection ends. In the order of their
 * names, so that two runs never wait for each other.
 *
 * @throws SluiceError ALREADY_RUNNING when another run does, and is not to be waited for; the reason of an interrupt.
 */
export async function lockSources(options: LockOptions): Promise<void> {
  for (const name of [...options.names].sort()) await lockSource(options, name);
}

async function lockSource({ client, tableOid, ifRunning, context, hadThem }: LockOptions, name: string): Promise<void> {
  const { signal } = context.io;
  const isFree = (): Promise<boolean> => tryLock(client, tableOid, name);
  if ((await isFree()) || hadThem) return;
  if (ifRunning === 'stop') throw alreadyRunning(name);
  context.notice(`another run is loading ${displaySource(name)} into this table: waiting until it is done`);
  while (!(await isFree())) await sleep(INTERVAL_MS, undefined, { signal });
}

function alreadyRunning(name: string): SluiceError {
  return new SluiceError('ALREADY_RUNNING', `Another run is loading ${displaySource(name)} into this table.`, {
    hint: 'Let it finish, or leave out --if-running stop to wait for it.',
  });
}
