import { moveRecord, placeOf, rawRecord, type Batch } from '../../batch/batch.js';
import { distinctFaults } from '../../batch/distinct-faults.js';
import type { Fault, FaultKind } from '../../batch/faults.js';
import { rowsEnd, rowsStart } from '../../batch/rows-of-record.js';

/** Collects the faults of a batch's records, so that all of a record's are told together. */
export class RecordFaults {
  #batch!: Batch;
  readonly #faults = new Map<number, Fault[]>();
  readonly #tally: RowTally;
  /** The rows of the record at hand that are kept. */
  readonly #rows: number[] = [];

  /** @param tally - Counts the rows that are gone with a rejected record as not made. */
  constructor(tally: RowTally) {
    this.#tally = tally;
  }

  /** Turns to a batch. Faults of the last one must have been settled. */
  turnTo(batch: Batch): void {
    this.#batch = batch;
    this.#faults.clear();
  }

  /** Whether any record has a fault. */
  get any(): boolean {
    return this.#faults.size > 0;
  }

  /** Notes a fault of a record. */
  add(record: number, kind: FaultKind, value: string | null): void {
    const fault = { kind, value: value === null ? null : Buffer.from(value) };
    const earlier = this.#faults.get(record);
    if (earlier === undefined) this.#faults.set(record, [fault]);
    else earlier.push(fault);
  }

  /** Whether a record has a fault. */
  has(record: number): boolean {
    return this.#faults.has(record);
  }

  /** Whether a record has a fault in a column. */
  hasIn(record: number, column: string): boolean {
    return this.#faults.get(record)?.some(({ kind }) => kind.column === column) ?? false;
  }

  /** Whether a record, or another row that was made of the same one, has a fault. */
  hasFellow(record: number): boolean {
    if (!this.any) return false;
    for (let row = rowsStart(this.#batch, record); row < rowsEnd(this.#batch, record); row++)
      if (this.has(row)) return true;
    return false;
  }

  /**
   * Takes records out of the batch: those with faults become rejects of it, and others may be left out. The rows of one record
   * are rejected together, once, for what is wrong with any of them.
   *
   * @param isKept - Asked of each record in its order; one that is not kept is gone with its faults. Default: all are kept.
   * @returns How many were not kept.
   */
  settle(isKept: (record: number) => boolean = () => true): number {
    const batch = this.#batch;
    const { recordCount } = batch;
    let to = 0;
    let left = 0;
    for (let record = 0; record < recordCount;) {
      const end = rowsEnd(batch, record);
      const rows = this.#rows;
      rows.length = 0;
      left += end - record;
      for (; record < end; record++) if (isKept(record)) rows.push(record);
      left -= rows.length;
      if (this.any && rows.some((row) => this.#faults.has(row))) this.#reject(rows);
      else to = this.#keep(rows, to);
    }
    batch.recordCount = to;
    if (this.any) batch.rejected.sort((one, other) => one.place.ordinal - other.place.ordinal);
    this.#faults.clear();
    return left;
  }

  /** Moves rows down to `to` and after; returns where the next one goes. */
  #keep(rows: readonly number[], to: number): number {
    let next = to;
    for (const row of rows) if (next++ !== row) moveRecord(this.#batch, row, next - 1);
    return next;
  }

  #reject(rows: readonly number[]): void {
    const batch = this.#batch;
    const faults = distinctFaults(rows.flatMap((row) => this.#faults.get(row) ?? []));
    batch.rejected.push({ place: placeOf(batch, rows[0]), raw: rawRecord(batch, rows[0]), faults });
    this.#tally.expanded -= rows.length - 1;
  }
}

/** Where rows are counted that there are more since one record became several. */
interface RowTally {
  expanded: number;
}
