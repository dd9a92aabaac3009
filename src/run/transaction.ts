import { SluiceError } from '../errors/sluice-error.js';
import type { Client } from '../postgres/client.js';
import { databaseError } from '../postgres/errors.js';
import { beginWith, NO_SETTINGS, type TransactionSettings } from '../postgres/transaction-settings.js';

/** The one transaction of an atomic run. It ends once, by `commit` or by `rollback`, whichever comes first. */
export class Transaction {
  readonly #client: Client;
  #ended: Promise<void> | null = null;

  private constructor(client: Client) {
    this.#client = client;
  }

  /**
   * Begins a transaction on a connection that does nothing else until it ends.
   *
   * @param settings - What holds in it. Default: what holds in the session.
   * @throws SluiceError as `beginWith`.
   */
  static async begin(client: Client, settings: TransactionSettings = NO_SETTINGS): Promise<Transaction> {
    await beginWith(client, settings);
    return new Transaction(client);
  }

  /**
   * Commits.
   *
   * @throws SluiceError DATABASE_REFUSED when the database does not; OUTCOME_UNKNOWN when the connection breaks.
   */
  async commit(): Promise<void> {
    if (this.#ended !== null) throw new SluiceError('INTERNAL', 'The transaction had ended before its commit.');
    this.#ended = this.#sendCommit();
    await this.#ended;
  }

  /**
   * Has deferred constraints checked: all of a commit that can fail but the commit itself.
   *
   * @throws The driver's error when one is violated.
   */
  async checkConstraints(): Promise<void> {
    await this.#client.query('SET CONSTRAINTS ALL IMMEDIATE');
  }

  /** Undoes everything. Does nothing after the transaction has ended; never rejects: a lost connection undoes too. */
  rollback(): Promise<void> {
    this.#ended ??= this.#client.query('ROLLBACK').then(ignore, ignore);
    return this.#ended.catch(ignore);
  }

  async #sendCommit(): Promise<void> {
    const { command } = await this.#client
      .query('COMMIT')
      .catch((error: unknown) => Promise.reject(unknownOutcome(error)));
    // Postgres answers the COMMIT of a transaction that has failed with ROLLBACK, and without an error.
    if (command !== 'COMMIT') throw new SluiceError('INTERNAL', 'Postgres rolled back at COMMIT: nothing was loaded.');
  }
}

function unknownOutcome(error: unknown): SluiceError {
  const known = databaseError(error);
  if (known.code !== 'DATABASE_LOST') return known;
  return new SluiceError(
    'OUTCOME_UNKNOWN',
    'The connection broke during COMMIT: the rows are either all in, or none is.',
    {
      hint: 'Look into the table before you run the load again.',
      cause: error,
    },
  );
}

function ignore(): void {
  // Nothing depends on how a rollback ends.
}
