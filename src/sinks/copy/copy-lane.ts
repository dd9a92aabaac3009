import type { CopyFormat, EncodedBatch } from '../../batch/encoded-batch.js';
import { SluiceError } from '../../errors/sluice-error.js';
import type { CopyClient } from './copy-client.js';
import { refusal, rowNamedBy } from './row-refusal.js';
import { Statement } from './statement.js';

/** What a lane copies into, and how. */
export interface CopyTarget {
  /** The table's bare name, as Postgres writes it in the context of an error. */
  readonly table: string;
  /** The COPY command for a format. */
  readonly copySql: (format: CopyFormat) => string;
  /** Bytes of image after which a statement is ended. Default 32 MiB. */
  readonly statementBytes?: number;
}

/**
 * Between two statements the server waits for the next: at 8 MiB that costs 7 % of a load, at 32 MiB 2 %. What is
 * kept of each row until then is 16 bytes.
 */
const DEFAULT_STATEMENT_BYTES = 32 * 1024 * 1024;

/**
 * One connection doing COPY inside a transaction that its owner has begun and will end. Statements follow each
 * other; one is open at a time.
 */
export class CopyLane {
  /** Rows that Postgres has acknowledged. */
  loaded = 0;
  readonly #client: CopyClient;
  readonly #target: CopyTarget;
  readonly #statementBytes: number;
  #statement: Statement | null = null;

  constructor(client: CopyClient, target: CopyTarget) {
    this.#client = client;
    this.#target = target;
    this.#statementBytes = target.statementBytes ?? DEFAULT_STATEMENT_BYTES;
  }

  /**
   * Sends a batch, which then belongs to the lane. Resolves when there is room for the next.
   *
   * @throws SluiceError DATABASE_REFUSED naming the source line when Postgres refuses a row and names it; the
   * driver's error otherwise.
   */
  async write(encoded: EncodedBatch): Promise<void> {
    if (this.#statement !== null && this.#statement.format !== encoded.format) await this.finish();
    const statement = (this.#statement ??= this.#open(encoded.format));
    await this.#orRefusal(statement, statement.write(encoded));
    if (statement.bytes >= this.#statementBytes) await this.finish();
  }

  /**
   * Ends the open statement, if there is one, and waits for Postgres to acknowledge its rows.
   *
   * @throws SluiceError COUNT_MISMATCH when Postgres counts other rows than were sent; else as `write`.
   */
  async finish(): Promise<void> {
    const statement = this.#statement;
    if (statement === null) return;
    const counted = await this.#orRefusal(statement, statement.finish());
    this.#statement = null;
    if (counted !== statement.rows) throw countMismatch(statement.rows, counted);
    this.loaded += counted;
  }

  /** Breaks off the open statement and waits until the connection is free for a ROLLBACK. Never rejects. */
  async abort(): Promise<void> {
    const statement = this.#statement;
    this.#statement = null;
    await statement?.abort();
  }

  #open(format: CopyFormat): Statement {
    return new Statement(this.#client, this.#target.copySql(format), format);
  }

  async #orRefusal<T>(statement: Statement, sent: Promise<T>): Promise<T> {
    try {
      return await sent;
    } catch (error) {
      const row = rowNamedBy(error, this.#target.table);
      throw refusal(error, row === null ? null : statement.placeOfRow(row));
    }
  }
}

function countMismatch(sent: number, counted: number): SluiceError {
  return new SluiceError(
    'COUNT_MISMATCH',
    `Sluice sent ${sent} rows in a statement and PostgreSQL counted ${counted}.`,
    {
      hint: 'A trigger that returns NULL, or a rule, drops rows without a word: look for one on the table. Nothing was committed.',
    },
  );
}
