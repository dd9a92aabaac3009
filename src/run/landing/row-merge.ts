import type { Client } from '../../postgres/client.js';
import { rowRefusal, type ServerError } from '../../sinks/copy/row-refusal.js';
import type { LostRows } from './lost-rows.js';
import { mergeEach } from './merge-each.js';
import type { MergeSql } from './merge-sql.js';
import { recordList, stagedRecord, type RecordRow, type StagedRecord } from './staged-record.js';
import type { Staging } from './staging.js';

/** What merging rows needs. */
export interface RowMergeOptions {
  readonly client: Client;
  readonly staging: Staging;
  readonly sql: MergeSql;
  /** The rows that lost to a later one; null: in this mode none does. */
  readonly lost: LostRows | null;
  /** Takes what is known of a row that Postgres refused for good; may throw to end it all. */
  readonly refuse: (record: StagedRecord, error: ServerError) => Promise<void>;
  /** Nothing more is wanted. */
  readonly isStopped: () => boolean;
}

/**
 * Merges staged rows into the target, by one statement when all is well. When Postgres refuses it for the fault of a row,
 * it is halved down to a few rows, which go in one by one: the faulty ones are taken out of the staging table, and all
 * others are in.
 */
export class RowMerge {
  /** Rows that were refused so far. */
  refused = 0;
  readonly #options: RowMergeOptions;
  /** How many rows have been given a number. */
  #numbered = 0;

  constructor(options: RowMergeOptions) {
    this.#options = options;
  }

  /**
   * Merges the staged rows that meet a condition, and those that lost to one of them that was refused.
   *
   * @param condition - On `incoming`; the rows that have lost already are left out anyway.
   * @returns How many rows Postgres inserted or updated.
   * @throws What `refuse` throws; the driver's error when it was for no row.
   */
  async merge(condition: string): Promise<number> {
    const { staging, lost, isStopped } = this.#options;
    const all = lost === null ? condition : `${condition} AND ${lost.condition}`;
    const from = `${staging.relation} AS incoming WHERE ${all}`;
    const outcome = await this.#attempt(from);
    if (outcome !== null) return outcome;
    await this.#makeNumbered();
    const candidates = `(SELECT incoming.${staging.order} AS place FROM ${from}) AS candidates`;
    let round = await this.#isolate(await this.#number('', candidates));
    let { merged } = round;
    while (lost !== null && round.refused.length > 0 && !isStopped()) {
      round = await this.#isolate(await this.#number(lost.promotionSql(round.refused), 'promoted'));
      merged += round.merged;
    }
    return merged;
  }

  /** Merges numbered rows of which some are faulty, in their order. */
  async #isolate({ first, end }: Numbers): Promise<Round> {
    const refused: string[] = [];
    let merged = 0;
    let at = first;
    let step = (end - first) >> 1;
    while (at < end && !this.#options.isStopped()) {
      const isFew = step <= FEW_ROWS;
      const to = Math.min(at + (isFew ? FEW_ROWS : step), end);
      const outcome = isFew ? await this.#mergeEach(at, to, refused) : await this.#attempt(this.#numberedFrom(at, to));
      if (outcome === null) step = (to - at) >> 1;
      else {
        merged += outcome;
        step = 2 * (to - at);
        at = to;
      }
    }
    return { merged, refused };
  }

  /** Resolves to the rows that Postgres counted, or to null when it refused them for the fault of one. */
  async #attempt(from: string): Promise<number | null> {
    const { client, sql, staging } = this.#options;
    try {
      const text = `SAVEPOINT sluice; ${sql(from)}; RELEASE SAVEPOINT sluice`;
      const results = (await client.query(text)) as unknown as readonly { readonly rowCount: number | null }[];
      return results[1].rowCount ?? 0;
    } catch (error) {
      if (rowRefusal(error, staging.name) === null) throw error;
      await client.query('ROLLBACK TO SAVEPOINT sluice; RELEASE SAVEPOINT sluice');
      return null;
    }
  }

  async #mergeEach(from: number, to: number, places: string[]): Promise<number> {
    const { client, sql } = this.#options;
    const statement = sql(`${this.#numberedJoin()} WHERE numbered.n = sluice.candidate`);
    const { merged, refused } = await mergeEach(client, { statement, from, to });
    const records = await this.#takeOut(refused.map(({ n }) => n));
    for (const { n, error } of refused) {
      if (this.#options.isStopped()) break;
      const row = records.get(n);
      if (row === undefined) throw new Error('A refused row is not in the staging table.');
      this.refused++;
      places.push(row.place);
      await this.#options.refuse(stagedRecord(row), error);
    }
    return merged;
  }

  /** Takes rows out of the staging table, by their numbers. */
  async #takeOut(numbers: readonly number[]): Promise<ReadonlyMap<number, RecordRow>> {
    if (numbers.length === 0) return new Map();
    const { client, staging } = this.#options;
    const { rows } = await client.query<RecordRow & { n: number }>(
      `DELETE FROM ${staging.relation} AS incoming USING ${NUMBERED} AS numbered
       WHERE incoming.${staging.order} = numbered.place AND numbered.n = ANY('{${numbers.join(',')}}'::int8[])
       RETURNING numbered.n::float8 AS n, ${recordList('incoming', staging)}`,
    );
    return new Map(rows.map((row) => [row.n, row]));
  }

  async #makeNumbered(): Promise<void> {
    if (this.#numbered > 0) return;
    const { client, staging } = this.#options;
    await client.query(
      `CREATE TEMPORARY TABLE sluice_numbered (n int8 PRIMARY KEY, place ${staging.orderType}) ON COMMIT DROP`,
    );
    await client.query(`CREATE UNIQUE INDEX ON ${staging.relation} (${staging.order})`);
  }

  /** Gives places numbers in their order, so that they can be halved. */
  async #number(leading: string, places: string): Promise<Numbers> {
    const { client } = this.#options;
    const first = this.#numbered;
    const { rowCount } = await client.query(
      `${leading} INSERT INTO ${NUMBERED} SELECT ${first} + row_number() OVER (ORDER BY place), place FROM ${places}`,
    );
    this.#numbered += rowCount ?? 0;
    if (this.#numbered - first > FEW_ROWS) await client.query(`ANALYZE ${NUMBERED}`);
    return { first, end: this.#numbered };
  }

  #numberedFrom(from: number, to: number): string {
    return `${this.#numberedJoin()} WHERE numbered.n > ${from} AND numbered.n <= ${to}`;
  }

  #numberedJoin(): string {
    const { relation, order } = this.#options.staging;
    return `${NUMBERED} AS numbered JOIN ${relation} AS incoming ON incoming.${order} = numbered.place`;
  }
}

/** The numbers after `first`, up to `end`. */
interface Numbers {
  readonly first: number;
  readonly end: number;
}

interface Round {
  readonly merged: number;
  /** The places of the rows that were refused. */
  readonly refused: readonly string[];
}

/** So many rows are gone through one by one sooner than they are halved. */
const FEW_ROWS = 64;

const NUMBERED = 'pg_temp.sluice_numbered';
