import type { FaultKind } from '../../batch/faults.js';
import type { CompiledExpression } from '../expressions/compile-expression.js';
import type { Scope } from './scope.js';
import type { Workbench } from './task.js';
import { UNREADABLE, valueReader, type ReadValue } from './typed-value.js';
import { unreadableKind } from './record-fault-kinds.js';
import { valueKindOf, type ValueKind } from './value-kind.js';

/** What an expression may read at one point of the way. */
export function variablesOf(scope: Scope): ReadonlyMap<string, ValueKind> {
  return new Map([...scope].map(([name, field]) => [name, valueKindOf(field)]));
}

/** Why an expression has no outcome for a record: a value that it reads has not its type. */
export interface UnreadableField {
  readonly kind: FaultKind;
  readonly value: string;
}

/** Makes of a record what expressions read: a value for each variable that one needs, and for no other. */
export class RecordView {
  /** Why `of` gave null. */
  unreadable!: UnreadableField;
  readonly #bench: Workbench;
  readonly #fields: readonly ViewField[];

  constructor(expression: Pick<CompiledExpression, 'names'>, scope: Scope, bench: Workbench) {
    this.#bench = bench;
    this.#fields = expression.names.flatMap((name) => {
      const field = scope.get(name);
      if (field === undefined) return [];
      return [{ name, slot: field.slot, read: valueReader(valueKindOf(field)), kind: unreadableKind(name, field) }];
    });
  }

  /**
   * The values of a record; null when one of them can't be read.
   *
   * @param firstField - `record * width`.
   */
  of(firstField: number): Record<string, unknown> | null {
    const values: Record<string, unknown> = {};
    for (const { name, slot, read, kind } of this.#fields) {
      const text = this.#bench.reader.of(firstField + slot);
      const value = text === null ? null : read(text);
      if (value === UNREADABLE) {
        this.unreadable = { kind, value: text ?? '' };
        return null;
      }
      values[name] = value;
    }
    return values;
  }
}

interface ViewField {
  readonly name: string;
  readonly slot: number;
  readonly read: ReadValue;
  readonly kind: FaultKind;
}
