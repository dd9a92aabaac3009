import type { CopyFormat } from '../../batch/encoded-batch.js';
import type { CopyClient } from './copy-client.js';
import { Statement } from './statement.js';

/** Opens the COPY commands of a connection, one after the other, inside transactions that its owner ends. */
export interface CopyCommands {
  /** Opens the next; the one before must have ended. */
  open(format: CopyFormat): Statement;
  /** The one that was open is in. */
  succeeded(): void;
  /** The one that was open has failed. */
  failed(): void;
  /** Makes the transaction fit for what comes after the last COPY. */
  settle(): Promise<void>;
  /** It has ended, and another has begun. */
  restart(): void;
}

/** The COPY command for a format. */
export type CopySql = (format: CopyFormat) => string;

/** Commands of a run that ends with the first refusal. */
export function plainCommands(client: CopyClient, copySql: CopySql): CopyCommands {
  return {
    open: (format) => new Statement(client, copySql(format), format),
    succeeded: ignore,
    failed: ignore,
    settle: () => Promise.resolve(),
    restart: ignore,
  };
}

/**
 * Commands of a run that goes on after a refusal: each under a savepoint, which goes to the server in one message with the
 * COPY, since a round trip of its own would idle both sides.
 */
export class SavepointedCommands implements CopyCommands {
  readonly #client: CopyClient;
  readonly #copySql: CopySql;
  #before = FIRST;

  constructor(client: CopyClient, copySql: CopySql) {
    this.#client = client;
    this.#copySql = copySql;
  }

  open(format: CopyFormat): Statement {
    return new Statement(this.#client, `${this.#before}; ${this.#copySql(format)}`, format);
  }

  succeeded(): void {
    this.#before = 'RELEASE SAVEPOINT sluice; SAVEPOINT sluice';
  }

  failed(): void {
    this.#before = UNDO;
  }

  async settle(): Promise<void> {
    if (this.#before !== UNDO) return;
    await this.#client.query(UNDO);
    this.succeeded();
  }

  restart(): void {
    this.#before = FIRST;
  }
}

const FIRST = 'SAVEPOINT sluice';
const UNDO = 'ROLLBACK TO SAVEPOINT sluice';

function ignore(): void {
  // Without a savepoint there is nothing to keep count of.
}
