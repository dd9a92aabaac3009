import { SluiceError } from '../../errors/sluice-error.js';
import type { CopyLane } from '../../sinks/copy/copy-lane.js';
import type { RecordRange } from '../../sinks/copy/record-ranges.js';
import type { Transaction } from '../transaction.js';

/** A lane, and the transaction that it works in. */
export interface LaneTransaction {
  readonly transaction: Transaction;
  readonly lane: CopyLane;
}

/** What is in when the lanes did not all commit. */
export interface PartOfLoad {
  readonly rows: number;
  readonly ranges: readonly RecordRange[];
  /** The lane whose connection broke during COMMIT: all of its records are in, or none; empty when there is none. */
  readonly unknown: readonly LaneRanges[];
}

/** The records of one lane. */
export interface LaneRanges {
  /** From 1, in the order of the commits. */
  readonly lane: number;
  readonly ranges: readonly RecordRange[];
}

/** Where it is written down what is in, for the case that not all lanes commit. */
export interface CommitRecord {
  /** Several lanes are about to commit, in this order. Never rejects. */
  begin(lanes: readonly LaneRanges[]): Promise<void>;
  /** All have, or none. Never rejects. */
  end(): Promise<void>;
  /** Some have, or may have. Resolves to where that is written down; never rejects. */
  fail(part: PartOfLoad): Promise<string>;
}

/** The transactions of a run's lanes, which end together. */
export class LaneTransactions {
  readonly #parts: readonly LaneTransaction[];
  readonly #record: CommitRecord;

  /** @param parts - At least one. */
  constructor(parts: readonly LaneTransaction[], record: CommitRecord) {
    this.#parts = parts;
    this.#record = record;
  }

  /**
   * Has the deferred constraints of all checked: all of the commits that can fail but the commits themselves.
   *
   * @throws The driver's error when one is violated.
   */
  async checkConstraints(): Promise<void> {
    await Promise.all(this.#parts.map(({ transaction }) => transaction.checkConstraints()));
  }

  /**
   * Commits all, one after the other: the time between the first and the last is the only one in which a part can be in.
   *
   * @throws As `Transaction.commit` when none is in; SluiceError PARTLY_COMMITTED when some are; OUTCOME_UNKNOWN when
   *   those of the first may be.
   */
  async commit(): Promise<void> {
    if (this.#parts.length > 1) await this.#record.begin(this.#parts.map(laneRanges));
    for (const [index, { transaction }] of this.#parts.entries()) {
      try {
        await transaction.commit();
      } catch (error) {
        throw await this.#failureOf(index, error);
      }
    }
    if (this.#parts.length > 1) await this.#record.end();
  }

  /** Undoes everything. Never rejects. */
  async rollback(): Promise<void> {
    await Promise.all(this.#parts.map(({ transaction }) => transaction.rollback()));
  }

  async #failureOf(index: number, cause: unknown): Promise<unknown> {
    const isUnknown = cause instanceof SluiceError && cause.code === 'OUTCOME_UNKNOWN';
    if (this.#parts.length === 1) return cause;
    if (index === 0 && !isUnknown) {
      await this.#record.end();
      return cause;
    }
    const before = this.#parts.slice(0, index);
    const rows = before.reduce((sum, { lane }) => sum + lane.loaded, 0);
    const unknown = isUnknown ? [laneRanges(this.#parts[index], index)] : [];
    const where = await this.#record.fail({ rows, ranges: before.flatMap(({ lane }) => lane.ranges.list()), unknown });
    const end = isUnknown ? brokenDuring(this.#parts[index]) : `failed to: ${reasonOf(cause)}`;
    return index === 0
      ? new SluiceError(
          'OUTCOME_UNKNOWN',
          `None of ${this.#parts.length} connections had committed when the first one ${end}`,
          { hint: `${where} lists the records whose outcome is unknown. ${ONE_IS_SAFE}`, cause },
        )
      : new SluiceError(
          'PARTLY_COMMITTED',
          `${index} of ${this.#parts.length} connections had committed, with ${rows} rows, when the next one ${end}`,
          { hint: `${where} lists the records that are in${isUnknown ? OR_MAY_BE : ''}. ${ONE_IS_SAFE}`, cause },
        );
  }
}

const OR_MAY_BE = ', and those whose outcome is unknown';
const ONE_IS_SAFE = "With --jobs 1 a load is one transaction, and a part of it can't be in.";

function laneRanges({ lane }: LaneTransaction, index: number): LaneRanges {
  return { lane: index + 1, ranges: lane.ranges.list() };
}

function brokenDuring({ lane }: LaneTransaction): string {
  return `broke during COMMIT: its ${lane.loaded} rows are either all in, or none is.`;
}

function reasonOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
