import { createHash } from 'node:crypto';
import { isUtf8 } from 'node:buffer';
import type { Batch } from '../../batch/batch.js';
import type { FaultKind } from '../../batch/faults.js';
import { FieldValues } from '../../batch/field-values.js';
import { invalidUtf8 } from '../../batch/invalid-utf8.js';
import type { ColumnDisguise } from '../../schema/transform/column-plan.js';
import type { Task } from '../record/task.js';
import type { ColumnBench, ColumnSlots } from './change-task.js';

/** Hides the values of a column. NULL stays NULL. */
export class DisguiseTask implements Task {
  readonly #slots: ColumnSlots;
  readonly #disguise: (value: Buffer) => string;
  readonly #column: ColumnBench;
  readonly #badText: FaultKind;
  readonly #values = new FieldValues();

  constructor(slots: ColumnSlots, disguise: ColumnDisguise, column: ColumnBench) {
    this.#slots = slots;
    this.#disguise = disguise.kind === 'hash' ? hashOf(disguise.salt) : maskOf(disguise);
    this.#column = column;
    this.#badText = invalidUtf8(column.guard.name);
  }

  run(batch: Batch): void {
    const { from, to } = this.#slots;
    const { guard, bench } = this.#column;
    const { recordCount, width } = batch;
    for (let record = 0; record < recordCount; record++) {
      const field = record * width;
      const isDone = guard.any && guard.isDone(record);
      const value = isDone ? null : this.#values.of(batch, field + from);
      if (value === null) bench.writer.null(field + to);
      else this.#hide(record, value, field + to);
    }
  }

  #hide(record: number, value: Buffer, field: number): void {
    const { guard, bench } = this.#column;
    if (isUtf8(value)) bench.writer.text(field, this.#disguise(value));
    else {
      bench.writer.null(field);
      guard.fail(record, this.#badText, value.toString());
    }
  }
}

/** In SQL: `encode(sha256(convert_to(salt || value, 'UTF8')), 'hex')`. */
function hashOf(salt: string): (value: Buffer) => string {
  return (value) => createHash('sha256').update(salt).update(value).digest('hex');
}

type Mask = Extract<ColumnDisguise, { readonly kind: 'mask' }>;

/** Of a value that has no more characters than are to stay, none stays: else it would not be hidden at all. */
function maskOf({ keepStart, keepEnd, with: mark }: Mask): (value: Buffer) => string {
  return (value) => {
    const characters = Array.from(value.toString());
    const hidden = characters.length - keepStart - keepEnd;
    if (hidden <= 0) return mark.repeat(characters.length);
    const end = characters.slice(characters.length - keepEnd).join('');
    return `${characters.slice(0, keepStart).join('')}${mark.repeat(hidden)}${keepEnd === 0 ? '' : end}`;
  };
}
