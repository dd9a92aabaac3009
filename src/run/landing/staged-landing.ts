import { displaySource } from '../../batch/display-source.js';
import { printable } from '../../errors/printable.js';
import { SluiceError } from '../../errors/sluice-error.js';
import type { Client } from '../../postgres/client.js';
import type { UniqueKey } from '../../postgres/unique-keys.js';
import { quoteIdentifier } from '../../schema/identifiers.js';
import { DatabaseFaults } from '../../sinks/copy/database-faults.js';
import type { ServerError } from '../../sinks/copy/row-refusal.js';
import { rowsDropped } from '../../sinks/copy/rows-dropped.js';
import { ORDER_STRIDE } from '../../transforms/lineage/carried-field.js';
import type { RecordSource } from '../reading/record-source.js';
import type { RunRejects } from '../run-rejects.js';
import type { CarriedColumn, Landed, Landing } from './landing.js';
import { LostRows } from './lost-rows.js';
import type { MergeSql } from './merge-sql.js';
import { RowMerge } from './row-merge.js';
import type { StagedRecord } from './staged-record.js';
import type { Staging } from './staging.js';

/** What a landing in a staging table is told. */
export interface StagedLandingOptions {
  readonly client: Client;
  readonly staging: Staging;
  readonly sql: MergeSql;
  /** Of rows with the same key the last wins, and then every row that is left is inserted or updated; null: the first wins. */
  readonly lastWinsBy: UniqueKey | null;
  readonly inputs: readonly RecordSource[];
  readonly rejects: RunRejects;
  /** Called when the rows are in, unless the run is over budget. */
  readonly onMerged: (landed: Landed) => Promise<void>;
}

/** Rows wait in a staging table, from which one statement merges them into the target. */
export class StagedLanding implements Landing {
  readonly relation: string;
  readonly name: string;
  readonly carried: readonly CarriedColumn[];
  readonly #options: StagedLandingOptions;
  readonly #faults = new DatabaseFaults();

  constructor(options: StagedLandingOptions) {
    this.#options = options;
    this.relation = options.staging.relation;
    this.name = options.staging.name;
    this.carried = options.staging.carried;
  }

  async settle(copied: number): Promise<Landed | null> {
    const { client, staging, lastWinsBy, sql, onMerged } = this.#options;
    await client.query(`ANALYZE ${staging.relation} (${this.#columnsWorthKnowing()})`);
    const lost = lastWinsBy === null ? null : await LostRows.find(client, staging, lastWinsBy);
    const isStopped = (): boolean => this.#isOverBudget;
    const refuse = (record: StagedRecord, error: ServerError): Promise<void> => this.#refuse(record, error);
    const merge = new RowMerge({ client, staging, sql, lost, refuse, isStopped });
    const loaded = await this.#merge(merge, lost !== null);
    if (this.#isOverBudget) return null;
    const skipped = await this.#skipped(loaded, lost);
    const landed = { loaded: loaded.reduce((sum, one) => sum + one, 0), skipped };
    if (lost !== null) assertAllMerged(landed, copied - merge.refused);
    await onMerged(landed);
    return landed;
  }

  /**
   * Where each row that is left must go in, one statement does for all inputs. Else each has its own, so that Postgres
   * counts the rows of each.
   */
  async #merge(merge: RowMerge, isOne: boolean): Promise<number[]> {
    const { inputs, staging } = this.#options;
    if (isOne || inputs.length === 1) return [await merge.merge('true')];
    const order = `incoming.${staging.order}`;
    const loaded: number[] = [];
    for (const index of inputs.keys()) {
      if (this.#isOverBudget) break;
      const from = BigInt(index + 1) * BigInt(ORDER_STRIDE);
      loaded.push(await merge.merge(`${order} >= ${from} AND ${order} < ${from + BigInt(ORDER_STRIDE)}`));
    }
    return loaded;
  }

  async #skipped(loaded: readonly number[], lost: LostRows | null): Promise<number[]> {
    const { inputs } = this.#options;
    const byInput = lost === null ? await this.#countStaged() : await lost.countByInput(ORDER_STRIDE);
    return inputs.map((_, index) => (byInput.get(index + 1) ?? 0) - (lost === null ? loaded[index] : 0));
  }

  async #countStaged(): Promise<ReadonlyMap<number, number>> {
    const { client, staging } = this.#options;
    const { rows } = await client.query<{ input: number; count: number }>(
      `SELECT (${staging.order} / ${ORDER_STRIDE})::int AS input, count(*)::float8 AS count FROM ${staging.relation} GROUP BY 1`,
    );
    return new Map(rows.map(({ input, count }) => [input, count]));
  }

  /** Counted in rejects, so true at once when the budget is a number; a share is judged at the end of the run. */
  get #isOverBudget(): boolean {
    return this.#options.rejects.exceeds(Infinity);
  }

  /** The original bytes that rows may carry are no business of the planner. */
  #columnsWorthKnowing(): string {
    const { staging, lastWinsBy } = this.#options;
    const key = lastWinsBy?.columns.map(({ name }) => quoteIdentifier(name)) ?? [];
    return [staging.order, ...key].join(', ');
  }

  async #refuse({ input, raw, ...place }: StagedRecord, error: ServerError): Promise<void> {
    const { inputs, rejects } = this.#options;
    const source = inputs[input - 1].source.ref;
    if (raw === null) throw refusedRecord(`${displaySource(source.name)}:${place.line}`, error);
    rejects.add({ place: { ...place, source }, raw, faults: [this.#faults.faultOf(error)] });
    await rejects.drained();
  }
}

function refusedRecord(where: string, error: ServerError): SluiceError {
  const detail = error.detail === undefined ? '' : ` (${printable(error.detail, 300).replace(/\.$/, '')})`;
  return new SluiceError(
    'DATABASE_REFUSED',
    `${where}: PostgreSQL refused this record: ${printable(error.message, 300)}${detail}.`,
    {
      hint: 'Nothing was loaded. Correct the record, or let the others in with --max-errors 1 or more.',
      cause: error,
    },
  );
}

function assertAllMerged({ loaded, skipped }: Landed, staged: number): void {
  const expected = skipped.reduce((rest, one) => rest - one, staged);
  if (loaded === expected) return;
  throw rowsDropped(`${expected} rows were to be inserted or updated, and PostgreSQL counted ${loaded}.`);
}
