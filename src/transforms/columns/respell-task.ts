import type { Batch } from '../../batch/batch.js';
import type { FaultKind } from '../../batch/faults.js';
import { FieldValues } from '../../batch/field-values.js';
import { Respeller } from '../../schema/spelling/respeller.js';
import type { Spelling } from '../../schema/spelling/spelling.js';
import type { Task } from '../record/task.js';
import type { ColumnBench, ColumnSlots } from './change-task.js';

/** Makes of values that are spelled in a way of their own what PostgreSQL spells. */
export class RespellTask implements Task {
  readonly #slots: ColumnSlots;
  readonly #respeller: Respeller;
  readonly #kind: FaultKind;
  readonly #column: ColumnBench;
  readonly #values = new FieldValues();

  /** @param kind - The fault of a value that is not spelled so. */
  constructor(slots: ColumnSlots, spelling: Spelling, kind: FaultKind, column: ColumnBench) {
    this.#slots = slots;
    this.#respeller = new Respeller(spelling);
    this.#kind = kind;
    this.#column = column;
  }

  run(batch: Batch): void {
    const { from, to } = this.#slots;
    const { recordCount, width } = batch;
    const { guard, bench } = this.#column;
    for (let record = 0; record < recordCount; record++) {
      const field = record * width;
      bench.writer.copy(field + from, field + to);
      if (guard.any && guard.isDone(record)) continue;
      const value = this.#values.of(batch, field + from);
      if (value !== null) this.#respell(record, value, field + to);
    }
  }

  #respell(record: number, value: Buffer, field: number): void {
    const respeller = this.#respeller;
    const { guard, bench } = this.#column;
    if (!respeller.read(value, 0, value.length)) guard.fail(record, this.#kind, value.toString());
    else if (respeller.bytes !== value)
      bench.writer.bytes(field, respeller.bytes.subarray(respeller.start, respeller.end));
  }
}
