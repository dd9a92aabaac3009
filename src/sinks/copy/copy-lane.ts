import type { EncodedBatch } from '../../batch/encoded-batch.js';
import type { RejectSink } from '../../batch/faults.js';
import type { CopyClient } from './copy-client.js';
import { plainCommands, SavepointedCommands, type CopyCommands, type CopySql } from './copy-commands.js';
import type { DatabaseFaults } from './database-faults.js';
import { isolateRows, type Refusal } from './isolate-rows.js';
import { KeptRows } from './kept-rows.js';
import { RecordRanges } from './record-ranges.js';
import { rowRefusal, type ServerError } from './row-refusal.js';
import { rowsDropped } from './rows-dropped.js';
import type { Statement } from './statement.js';
import { unnamedRow } from './unnamed-row.js';

/** What lanes copy into, and what becomes of rows that Postgres refuses. */
export interface CopyTarget {
  /** The table's bare name, as Postgres writes it in the context of an error. */
  readonly table: string;
  /** The COPY command for a format. */
  readonly copySql: CopySql;
  /** Bytes of image after which a statement is ended. Default 4 MiB. */
  readonly statementBytes?: number;
  /** Takes the rows that Postgres refuses. */
  readonly rejects: RejectSink;
  readonly faults: DatabaseFaults;
  /** The run may go on after a refusal: every statement is under a savepoint. */
  readonly mayGoOn: boolean;
  /**
   * Told of the rows of each statement when all of them are in or rejected, and before they are let go of. The lane goes on
   * when it resolves, in a transaction that it has begun. Default: all statements are in one transaction.
   */
  readonly settle?: (rows: KeptRows) => Promise<void>;
}

/**
 * Until Postgres has acknowledged them, rows stay in memory with their original bytes: some four times the image. Between
 * two statements the server waits for the next, which costs up to a tenth of a load with one lane, and with two not to be measured.
 */
const DEFAULT_STATEMENT_BYTES = 4 * 1024 * 1024;

/**
 * When a row is refused and Postgres does not say which, its statement is sent up to three times: a statement of short
 * rows must not be most of the load. Holds where the run may go on.
 */
const MAX_STATEMENT_ROWS = 16 * 1024;

/** A rejected record that waits for its statement takes far more memory than its bytes. */
const MAX_WAITING_REJECTS = 4 * 1024;

/** A batch all records of which were left out has no image, but takes its memory until its statement is committed. */
const MAX_ROWLESS_BATCHES = 32;

/**
 * One connection doing COPY inside transactions that its owner has begun and will end. Statements follow each other; one
 * is open at a time, and its rows are kept until Postgres has acknowledged them. When Postgres refuses it for the fault
 * of a row, the faulty rows become rejects and all others are sent again.
 */
export class CopyLane {
  /** Rows that Postgres has acknowledged. */
  loaded = 0;
  /** The records that these rows were. */
  readonly ranges = new RecordRanges();
  readonly #target: CopyTarget;
  readonly #commands: CopyCommands;
  readonly #statementBytes: number;
  readonly #statementRows: number;
  #statement: Statement | null = null;
  /** Those of the open statement. */
  #rows = new KeptRows();
  #isAborted = false;

  constructor(client: CopyClient, target: CopyTarget) {
    this.#target = target;
    this.#statementBytes = target.statementBytes ?? DEFAULT_STATEMENT_BYTES;
    this.#statementRows = target.mayGoOn ? MAX_STATEMENT_ROWS : Infinity;
    const { copySql } = target;
    this.#commands = target.mayGoOn ? new SavepointedCommands(client, copySql) : plainCommands(client, copySql);
  }

  /**
   * Sends a batch, which then belongs to the lane. Resolves when there is room for the next.
   *
   * @throws SluiceError DATABASE_REFUSED when Postgres refuses a row, does not say which, and the run can't go on after
   * a refusal; COUNT_MISMATCH when Postgres counts other rows than were sent; the driver's error when it was no row.
   */
  async write(encoded: EncodedBatch): Promise<void> {
    const hasRows = encoded.batch.recordCount > 0;
    if (hasRows && this.#statement !== null && this.#statement.format !== encoded.format) await this.#end();
    this.#rows.add(encoded);
    if (hasRows) {
      this.#statement ??= this.#commands.open(encoded.format);
      await this.#orIsolated(this.#statement.write(encoded.image));
    }
    if (this.#isFull) await this.#end();
  }

  /**
   * Ends the open statement, if there is one, and waits for Postgres to acknowledge its rows: the transaction can then
   * go on to its end.
   *
   * @throws As `write`.
   */
  async finish(): Promise<void> {
    await this.#end();
    if (!this.#isAborted) await this.#commands.settle();
  }

  /** Breaks off the open statement and waits until the connection is free for a ROLLBACK. Never rejects. */
  async abort(): Promise<void> {
    this.#isAborted = true;
    const statement = this.#statement;
    this.#statement = null;
    await statement?.abort();
  }

  get #isFull(): boolean {
    const { bytes, count, rejected, rowless } = this.#rows;
    if (rejected >= MAX_WAITING_REJECTS || rowless >= MAX_ROWLESS_BATCHES) return true;
    return bytes >= this.#statementBytes || count >= this.#statementRows;
  }

  async #end(): Promise<void> {
    const rows = this.#rows;
    if (this.#statement === null) return rows.isEmpty ? undefined : this.#settle(this.#takeRows());
    const acknowledged = this.#statement.finish().then((counted) => this.#acknowledge(counted, rows, [0, rows.count]));
    if (await this.#orIsolated(acknowledged)) await this.#settle(this.#takeRows());
  }

  /** All rows are in or rejected, unless the lane was aborted meanwhile. */
  async #settle(rows: KeptRows): Promise<void> {
    const { settle } = this.#target;
    if (settle !== undefined && !this.#isAborted) {
      await this.#commands.settle();
      await settle(rows);
      this.#commands.restart();
    }
    rows.release();
  }

  #acknowledge(counted: number, rows: KeptRows, [from, to]: readonly [number, number]): void {
    const sent = to - from;
    if (counted !== sent)
      throw rowsDropped(`Sluice sent ${sent} rows in a statement and PostgreSQL counted ${counted}.`);
    this.#commands.succeeded();
    this.loaded += counted;
    for (const range of rows.ranges(from, to)) this.ranges.add(range);
  }

  /** True: the work is done. False: it was refused for rows, and all that could be sent of the statement is in. */
  async #orIsolated(work: Promise<void>): Promise<boolean> {
    try {
      await work;
      return true;
    } catch (error) {
      const refusal = this.#refusalOf(error);
      const rows = this.#takeRows();
      await this.#isolate(rows, refusal);
      await this.#target.rejects.drained();
      await this.#settle(rows);
      return false;
    }
  }

  #takeRows(): KeptRows {
    const rows = this.#rows;
    this.#rows = new KeptRows();
    this.#statement = null;
    return rows;
  }

  async #isolate(rows: KeptRows, refusal: Refusal): Promise<void> {
    const reject = (row: number, { error }: Refusal): Promise<void> => this.#reject(rows, row, error as ServerError);
    if (this.#target.mayGoOn) {
      const send = (from: number, to: number): Promise<Refusal | null> => this.#send(rows, from, to);
      await isolateRows({ count: rows.count, send, reject, isStopped: () => this.#isAborted }, refusal);
    } else if (refusal.row !== null && refusal.row < rows.count) await reject(refusal.row, refusal);
    else throw unnamedRow(refusal.error as ServerError, rows);
  }

  async #send(rows: KeptRows, from: number, to: number): Promise<Refusal | null> {
    const statement = this.#commands.open(rows.format ?? 'binary');
    this.#statement = statement;
    try {
      for (const image of rows.images(from, to)) await statement.write(image);
      this.#acknowledge(await statement.finish(), rows, [from, to]);
      return null;
    } catch (error) {
      return this.#refusalOf(error);
    } finally {
      this.#statement = null;
    }
  }

  async #reject(rows: KeptRows, row: number, error: ServerError): Promise<void> {
    const { rejects, faults } = this.#target;
    rejects.add({ ...rows.recordOf(row), faults: [faults.faultOf(error)] });
    await rejects.drained();
  }

  /**
   * Reads an error as a refusal of a row.
   *
   * @throws The error itself when it is none.
   */
  #refusalOf(error: unknown): Refusal {
    const refusal = rowRefusal(error, this.#target.table);
    if (refusal === null) throw error;
    this.#commands.failed();
    return refusal;
  }
}
