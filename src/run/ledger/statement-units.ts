import type { RejectedRecord, RejectSink } from '../../batch/faults.js';
import type { SourceRef } from '../../batch/place.js';
import type { Client } from '../../postgres/client.js';
import { databaseError } from '../../postgres/errors.js';
import { holdSources } from '../../postgres/ledger/hold-sources.js';
import { isLostSource, sourceTaken } from '../../postgres/ledger/lost-source.js';
import { statementSql } from '../../postgres/ledger/statement-sql.js';
import { beginWith, type TransactionSettings } from '../../postgres/transaction-settings.js';
import type { KeptRows } from '../../sinks/copy/kept-rows.js';
import { settledRecords, type SettledRecords } from '../../sinks/copy/settled-records.js';
import type { RejectMark } from '../../sinks/rejects/reject-files.js';
import type { RunRejects } from '../run-rejects.js';

/** A source of a resumable run. */
export interface UnitSource {
  /** Its number in the ledger. */
  readonly number: number;
  /** @throws SluiceError SOURCE_CHANGED when its bytes are no longer those that were there when it was opened. */
  assertUnchanged(): Promise<void>;
}

/** What the statements of a resumable run have in common. */
export interface UnitsOptions {
  /** The run in the ledger. */
  readonly run: number;
  readonly sources: ReadonlyMap<SourceRef, UnitSource>;
  readonly settings: TransactionSettings;
  /** Has deferred constraints checked with each statement: see `deferredAtOnceSql`. Null: there are none. */
  readonly deferredSql: string | null;
  readonly rejects: RunRejects;
  /** Has the rejects of a source on the disk; tells how its files are known again. */
  readonly syncRejects: (source: SourceRef) => Promise<RejectMark>;
  /** Does one thing after the other, also of other lanes; nothing more once one has failed. */
  readonly inTurn: (work: () => Promise<void>) => Promise<void>;
  /** Told of the rows of each statement that was committed. */
  readonly onCommitted: (rows: number) => void;
}

/**
 * The transactions of one lane of a resumable run, one for each statement: its rows, its rejects and its row in the ledger
 * count together, or not at all. Rejects wait for that: those of records that may yet be read again must not be in the files.
 */
export class StatementUnits implements RejectSink {
  readonly #client: Client;
  readonly #options: UnitsOptions;
  /** Rows that Postgres has refused of the statement at hand. */
  #refused: RejectedRecord[] = [];

  private constructor(client: Client, options: UnitsOptions) {
    this.#client = client;
    this.#options = options;
  }

  /**
   * Begins the first transaction, on a connection that is in none.
   *
   * @throws SluiceError as `beginWith`, DATABASE_REFUSED, DATABASE_LOST
   */
  static async begin(client: Client, options: UnitsOptions): Promise<StatementUnits> {
    const units = new StatementUnits(client, options);
    await units.#begin();
    return units;
  }

  add(rejected: RejectedRecord): void {
    this.#refused.push(rejected);
  }

  drained(): Promise<void> {
    return Promise.resolve();
  }

  /**
   * Commits a statement, all rows of which are in or refused, and begins the next transaction. Over budget nothing is
   * committed: what the run does then ends the transaction.
   *
   * @throws SluiceError SOURCE_CHANGED, SOURCE_TAKEN, DATABASE_REFUSED, DATABASE_LOST, OUTPUT_FAILED
   */
  async settle(rows: KeptRows): Promise<void> {
    const refused = this.#refused;
    this.#refused = [];
    const batches = rows.batches();
    const records = settledRecords(batches, refused);
    // What was read after a change must not be in: it may be half a record, or one that is in the file no more.
    for (const { source } of records) await this.#sourceOf(source).assertUnchanged();
    const rejected = [...batches.flatMap((batch) => batch.rejected), ...refused];
    if (this.#isOverBudget) return;
    if (rejected.length === 0) await this.#commit(records, NO_MARKS);
    else await this.#options.inTurn(() => this.#report(records, rejected));
    if (!this.#isOverBudget) await this.#begin();
  }

  /** Undoes what is not committed. Never rejects: a lost connection undoes too. */
  async rollback(): Promise<void> {
    await this.#client.query('ROLLBACK').catch(ignore);
  }

  get #isOverBudget(): boolean {
    return this.#options.rejects.exceeds(Infinity);
  }

  async #report(records: readonly SettledRecords[], rejected: RejectedRecord[]): Promise<void> {
    const { rejects, syncRejects } = this.#options;
    // Where no reject is allowed, this one ends the run, and the transaction may have failed.
    if (rejects.mayGoOn) await this.#hold(records);
    for (const record of rejected.sort(byOrdinal)) rejects.add(record);
    if (this.#isOverBudget) return;
    const marks = new Map<SourceRef, RejectMark>();
    for (const { source } of records.filter((one) => one.rejected > 0)) marks.set(source, await syncRejects(source));
    await this.#commit(records, marks);
  }

  /** Whoever has taken a source over writes to its reject files by now. */
  async #hold(records: readonly SettledRecords[]): Promise<void> {
    const numbers = records.map(({ source }) => this.#sourceOf(source).number);
    await this.#client.query('SET LOCAL ROLE NONE');
    await holdSources(this.#client, this.#options.run, numbers);
  }

  async #commit(records: readonly SettledRecords[], marks: ReadonlyMap<SourceRef, RejectMark>): Promise<void> {
    const { run, onCommitted } = this.#options;
    const notes = records.map(({ source, ...settled }) => {
      const mark = marks.get(source);
      return statementSql({
        ...settled,
        run,
        source: this.#sourceOf(source).number,
        rejectsBytes: mark?.records ?? null,
        faultsBytes: mark?.faults ?? null,
        rejectsEnds: mark?.ends ?? null,
      });
    });
    await this.#client
      .query(['SET LOCAL ROLE NONE', ...notes, 'COMMIT'].join(';\n'))
      .catch((error: unknown) => Promise.reject(isLostSource(error) ? sourceTaken(error) : databaseError(error)));
    onCommitted(records.reduce((sum, { loaded }) => sum + loaded, 0));
  }

  #sourceOf(source: SourceRef): UnitSource {
    const known = this.#options.sources.get(source);
    if (known === undefined) throw new Error('A source is not in the ledger.');
    return known;
  }

  async #begin(): Promise<void> {
    const { settings, deferredSql } = this.#options;
    await beginWith(this.#client, settings);
    if (deferredSql === null) return;
    await this.#client.query(deferredSql).catch((error: unknown) => Promise.reject(databaseError(error)));
  }
}

function byOrdinal({ place: one }: RejectedRecord, { place: other }: RejectedRecord): number {
  return one.ordinal - other.ordinal;
}

const NO_MARKS: ReadonlyMap<SourceRef, RejectMark> = new Map();

function ignore(): void {
  // Nothing depends on how a rollback ends.
}
