import { moveRecord, placeOf, rawRecord, type Batch } from '../../batch/batch.js';
import type { Fault, FaultKind } from '../../batch/faults.js';

/** Collects the faults of a batch's records, so that all of a record's are told together. */
export class RecordFaults {
  #batch!: Batch;
  readonly #faults = new Map<number, Fault[]>();

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

  /**
   * Takes records out of the batch: those with faults become rejects of it, and others may be left out.
   *
   * @param isKept - Asked of each record in its order; one that is not kept is gone with its faults. Default: all are kept.
   * @returns How many were not kept.
   */
  settle(isKept: (record: number) => boolean = () => true): number {
    const batch = this.#batch;
    let kept = 0;
    let left = 0;
    for (let record = 0; record < batch.recordCount; record++) {
      if (!isKept(record)) left++;
      else if (this.#faults.has(record)) this.#reject(record);
      else if (kept++ !== record) moveRecord(batch, record, kept - 1);
    }
    batch.recordCount = kept;
    if (this.any) batch.rejected.sort((one, other) => one.place.ordinal - other.place.ordinal);
    this.#faults.clear();
    return left;
  }

  #reject(record: number): void {
    const batch = this.#batch;
    const faults = this.#faults.get(record) ?? [];
    batch.rejected.push({ place: placeOf(batch, record), raw: rawRecord(batch, record), faults });
  }
}
