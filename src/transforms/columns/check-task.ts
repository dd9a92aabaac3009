import { FieldForm, NULL_START, type Batch } from '../../batch/batch.js';
import type { FaultKind } from '../../batch/faults.js';
import { FieldValues } from '../../batch/field-values.js';
import { imageBound, Verdict, type Codec, type ColumnType } from '../../schema/codecs/codec.js';
import { codecFor } from '../../schema/codecs/registry.js';
import type { ColumnPlan } from '../../schema/transform/column-plan.js';
import { CopyBuffer } from '../encode/copy-buffer.js';
import { faultKindsOf } from '../encode/fault-kinds.js';
import type { Task } from '../record/task.js';
import type { ColumnBench } from './change-task.js';
import type { CheckedValue } from './checked-value.js';
import { PLAIN_SESSION } from './value-order.js';
import { requiredKind, valueRules, type ValueRule } from './value-rules.js';

/** What the values of a column are held against. */
export interface CheckedType {
  readonly type: ColumnType;
  /** A value that is none of the type is a fault; else the type is only what values are compared as. */
  readonly isDue: boolean;
}

/** Holds the values of a column against its type and its rules. What only PostgreSQL can judge passes for the type. */
export class CheckTask implements Task {
  readonly #slot: number;
  readonly #column: ColumnBench;
  readonly #codec: Codec | null;
  readonly #isDue: boolean;
  readonly #typeKinds: readonly (FaultKind | undefined)[];
  readonly #required: FaultKind | null;
  readonly #rules: readonly ValueRule[];
  readonly #values = new FieldValues();
  readonly #image = new CopyBuffer(1024);
  readonly #value: CheckedValue;
  /** The field of the value at hand. */
  #field = 0;

  /**
   * @param column - With whether its rules are looked at; else only its type is.
   * @throws SluiceError PIPELINE_INVALID when a limit is no value of the type.
   */
  constructor(
    plan: ColumnPlan,
    { type, isDue }: CheckedType,
    column: ColumnBench & { readonly slot: number; readonly withRules: boolean },
  ) {
    this.#slot = column.slot;
    this.#column = column;
    this.#codec = codecFor(type, PLAIN_SESSION);
    this.#isDue = isDue;
    this.#typeKinds = faultKindsOf({ field: column.slot, name: plan.name, type, nullable: true, codec: this.#codec });
    this.#required = column.withRules && plan.rules.required ? requiredKind(plan.name) : null;
    this.#rules = column.withRules ? valueRules(plan, type) : [];
    this.#value = this.#newValue();
  }

  run(batch: Batch): void {
    const { guard } = this.#column;
    const { recordCount, width } = batch;
    for (let record = 0; record < recordCount; record++) {
      if (guard.any && guard.isDone(record)) continue;
      this.#field = record * width + this.#slot;
      if (batch.spans[2 * this.#field] !== NULL_START) this.#check(batch, record);
      else if (this.#required !== null) guard.fail(record, this.#required, null);
    }
  }

  #check(batch: Batch, record: number): void {
    const value = this.#value;
    this.#turnTo(batch);
    const kind = this.#typeFault();
    if (kind !== undefined) {
      this.#column.guard.fail(record, kind, value.text);
      return;
    }
    for (const rule of this.#rules) {
      const broken = rule(value);
      if (broken !== null) this.#column.guard.fail(record, broken, value.text);
    }
  }

  #turnTo(batch: Batch): void {
    const { bytes, spans, forms } = batch;
    const value = this.#value;
    const field = this.#field;
    if (forms[field] === FieldForm.plain) {
      value.bytes = bytes;
      value.start = spans[2 * field];
      value.end = spans[2 * field + 1];
      return;
    }
    value.bytes = this.#values.of(batch, field) ?? bytes;
    value.start = 0;
    value.end = value.bytes.length;
  }

  /** Undefined: the value is of the type, or may be, or need not be. */
  #typeFault(): FaultKind | undefined {
    const value = this.#value;
    value.hasImage = false;
    if (this.#codec === null) return undefined;
    this.#image.offset = 0;
    this.#image.reserve(imageBound(value.end - value.start));
    const verdict = this.#codec(value.bytes, value.start, value.end, this.#image);
    value.hasImage = verdict === Verdict.accepted;
    return this.#isDue ? this.#typeKinds[verdict] : undefined;
  }

  #newValue(): CheckedValue {
    const { reader } = this.#column.bench;
    const field = (): number => this.#field;
    return {
      bytes: Buffer.alloc(0),
      start: 0,
      end: 0,
      image: this.#image,
      hasImage: false,
      get text(): string {
        return reader.of(field()) ?? '';
      },
    };
  }
}
