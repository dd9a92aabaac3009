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
}

/** The transactions of a run's lanes, which end together. */
export class LaneTransactions {
  readonly #parts: readonly LaneTransaction[];
  readonly #onPart: (part: PartOfLoad) => Promise<string>;

  /**
   * @param parts - At least one.
   * @param onPart - Writes down what is in, when a commit fails and others went before it. Resolves to where that is.
   */
  constructor(parts: readonly LaneTransaction[], onPart: (part: PartOfLoad) => Promise<string>) {
    this.#parts = parts;
    this.#onPart = onPart;
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
   * @throws As `Transaction.commit` when none is in; SluiceError PARTLY_COMMITTED when some are.
   */
  async commit(): Promise<void> {
    for (const [index, { transaction }] of this.#parts.entries()) {
      try {
        await transaction.commit();
      } catch (error) {
        throw index === 0 ? error : await this.#partlyCommitted(this.#parts.slice(0, index), error);
      }
    }
  }

  /** Undoes everything. Never rejects. */
  async rollback(): Promise<void> {
    await Promise.all(this.#parts.map(({ transaction }) => transaction.rollback()));
  }

  async #partlyCommitted(parts: readonly LaneTransaction[], cause: unknown): Promise<SluiceError> {
    const rows = parts.reduce((sum, { lane }) => sum + lane.loaded, 0);
    const ranges = parts.flatMap(({ lane }) => lane.ranges.list());
    const where = await this.#onPart({ rows, ranges });
    return new SluiceError(
      'PARTLY_COMMITTED',
      `${parts.length} of ${this.#parts.length} connections had committed, with ${rows} rows, when the next one failed to: ${reasonOf(cause)}`,
      {
        hint: `${where} lists the records that are in. With --jobs 1 a load is one transaction, and this can't happen.`,
        cause,
      },
    );
  }
}

function reasonOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
