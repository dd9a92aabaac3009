import type { Client } from '../../postgres/client.js';
import { SluiceError } from '../../errors/sluice-error.js';

/** What a watch is kept on, and what is done when it finds something. */
export interface LaneWatchOptions {
  /** The process numbers of the lanes' connections on the server. */
  readonly pids: readonly number[];
  /** The connection that looks on. */
  readonly client: Pick<Client, 'query'>;
  /** Called once, when one lane waits for another. */
  readonly onBlocked: (error: SluiceError) => void;
  /** Milliseconds between two looks. Default 1,000. */
  readonly interval?: number;
}

/**
 * Looks whether one lane waits for another: the other has a row with the same key and is itself done only when all are, so
 * that they would wait for ever, and Postgres knows of no deadlock.
 */
export class LaneWatch {
  readonly #options: LaneWatchOptions;
  #timer: NodeJS.Timeout | null = null;

  constructor(options: LaneWatchOptions) {
    this.#options = options;
    this.#waitForNext();
  }

  /** Looks no more. */
  stop(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }

  #waitForNext(): void {
    this.#timer = setTimeout(() => void this.#look(), this.#options.interval ?? DEFAULT_INTERVAL_MS).unref();
  }

  /** A look that fails finds nothing: the lanes will meet with the same, and tell of it. */
  async #look(): Promise<void> {
    const isBlocked = await this.#isBlocked().catch(() => false);
    if (this.#timer === null) return;
    if (isBlocked) this.#options.onBlocked(lanesBlocked());
    else this.#waitForNext();
  }

  async #isBlocked(): Promise<boolean> {
    const { client, pids } = this.#options;
    const { rows } = await client.query<{ blocked: boolean }>(BLOCKED, [pids]);
    return rows[0].blocked;
  }
}

const DEFAULT_INTERVAL_MS = 1000;

/** Only the wait for a transaction lasts until its end; those for a lock on a page or on a table's growth pass. */
const BLOCKED = `
  SELECT EXISTS (
    SELECT FROM pg_catalog.pg_locks
    WHERE pid = ANY ($1::int[]) AND NOT granted AND locktype = 'transactionid'
      AND pg_catalog.pg_blocking_pids(pid) && $1::int[]
  ) AS blocked`;

function lanesBlocked(): SluiceError {
  return new SluiceError(
    'LANES_BLOCKED',
    'Two of the connections of this load wait for each other: records that went different ways have the same key.',
    { hint: 'Run it again with --jobs 1: then it is known which records these are. Nothing was loaded.' },
  );
}
