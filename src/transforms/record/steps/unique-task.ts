import type { Batch } from '../../../batch/batch.js';
import { ruleKind } from '../../columns/value-rules.js';
import type { FaultKind } from '../../../batch/faults.js';
import { FieldValues } from '../../../batch/field-values.js';
import type { Task, Workbench } from '../task.js';
import type { RecordKey } from './record-key.js';
import type { SeenKeys } from './seen-keys.js';

/** A column no value of which may come twice. */
export interface UniqueColumn {
  readonly name: string;
  readonly slot: number;
  /** Makes a key of its value alone. */
  readonly key: RecordKey;
  readonly seen: SeenKeys;
  /** What becomes of a value that was there before: the record is rejected, or the value is replaced. */
  readonly onFault: { readonly kind: 'reject' } | { readonly kind: 'replace'; readonly value: string | null };
}

/**
 * Holds the columns of records against the rule `unique`, when all else has been found out: the values of a record that is
 * rejected don't count. NULL never counts.
 */
export class UniqueTask implements Task {
  readonly #columns: readonly CheckedColumn[];
  readonly #bench: Workbench;
  readonly #values = new FieldValues();

  constructor(columns: readonly UniqueColumn[], bench: Workbench) {
    this.#columns = columns.map((column) => ({ ...column, fault: uniqueKind(column.name) }));
    this.#bench = bench;
  }

  run(batch: Batch): void {
    const { faults } = this.#bench;
    for (let record = 0; record < batch.recordCount; record++) {
      for (const column of this.#columns)
        if (this.#isRepeated(batch, record, column)) this.#fail(batch, record, column);
      if (faults.any && faults.has(record)) continue;
      for (const { key, seen } of this.#columns) {
        key.of(batch, record);
        if (!key.hasNull) seen.add(key);
      }
    }
  }

  #isRepeated(batch: Batch, record: number, { key, seen }: UniqueColumn): boolean {
    return !key.of(batch, record).hasNull && seen.has(key);
  }

  #fail(batch: Batch, record: number, { name, slot, onFault, fault }: CheckedColumn): void {
    const { faults, writer, tally } = this.#bench;
    const field = record * batch.width + slot;
    if (onFault.kind === 'reject') {
      faults.add(record, fault, this.#values.of(batch, field)?.toString() ?? null);
      return;
    }
    tally.replaced.set(name, (tally.replaced.get(name) ?? 0) + 1);
    if (onFault.value === null) writer.null(field);
    else writer.text(field, onFault.value);
  }
}

interface CheckedColumn extends UniqueColumn {
  readonly fault: FaultKind;
}

/** The fault of a value that a record before has. */
export function uniqueKind(column: string): FaultKind {
  return ruleKind(column, 'unique', 'a value that an earlier record has');
}
