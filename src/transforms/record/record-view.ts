import type { FaultKind } from '../../batch/faults.js';
import { invalidUtf8 } from '../../batch/invalid-utf8.js';
import type { CompiledExpression, ExpressionValues } from '../expressions/compile-expression.js';
import { RECORD } from '../expressions/field-reads.js';
import { unreadableKind } from './record-fault-kinds.js';
import type { Scope } from './scope.js';
import type { Workbench } from './task.js';
import { type ReadValue, UNREADABLE, valueReader } from './typed-value.js';
import { valueKindOf, type ValueKind } from './value-kind.js';

/** What an expression may read at one point of the way. */
export function variablesOf(scope: Scope): ReadonlyMap<string, ValueKind> {
  return new Map([...scope].map(([name, field]) => [name, valueKindOf(field)]));
}

/** A field whose value has not its type, or is no text. */
export interface UnreadableField {
  readonly kind: FaultKind;
  readonly value: string;
}

/** Makes of a record what an expression reads: a value for each of its variables, and for nothing else. */
export class RecordView {
  /** The values of the record that was read last. */
  readonly values: ExpressionValues;
  /** Whether all of them have the types of their fields: none is NULL. */
  isComplete = false;
  readonly #bench: Workbench;
  readonly #fields: readonly ViewField[];
  /** The fields of the map of the whole record; null: the expression does not read it. */
  readonly #all: readonly ViewField[] | null;

  constructor(expression: Pick<CompiledExpression, 'fields' | 'readsRecord'>, scope: Scope, bench: Workbench) {
    this.#bench = bench;
    this.#fields = expression.fields.flatMap(({ name, variable }) => viewField(name, variable, scope, bench));
    this.#all = expression.readsRecord
      ? [...scope.keys()].flatMap((name) => viewField(name, name, scope, bench))
      : null;
    // All properties are there from the beginning, so that the object keeps its shape.
    const names = [...this.#fields.map(({ variable }) => variable), ...(expression.readsRecord ? [RECORD] : [])];
    this.values = Object.fromEntries(names.map((name) => [name, null]));
  }

  /**
   * Reads a record.
   *
   * @param firstField - `record * width`.
   */
  read(firstField: number): void {
    const { values } = this;
    let isComplete = true;
    for (const { variable, read } of this.#fields) {
      const value = read(firstField);
      if (value === null || value === UNREADABLE) isComplete = false;
      values[variable] = value;
    }
    this.isComplete = isComplete;
    if (this.#all !== null) {
      values[RECORD] = new Map(this.#all.map(({ variable, read }) => [variable, read(firstField)]));
    }
  }

  /**
   * The first field that the expression reads whose value has not its type; null: there is none.
   *
   * @param firstField - `record * width` of the record that was read last.
   */
  unreadable(firstField: number): UnreadableField | null {
    const found = [...this.#fields, ...(this.#all ?? [])].find(({ read }) => read(firstField) === UNREADABLE);
    if (found === undefined) return null;
    const { reader } = this.#bench;
    const field = firstField + found.slot;
    return { kind: reader.exact(field) === undefined ? found.badText : found.kind, value: reader.of(field) ?? '' };
  }
}

interface ViewField {
  readonly variable: string;
  readonly slot: number;
  readonly read: ReadValue;
  /** The fault of a value that has not its type. */
  readonly kind: FaultKind;
  /** The fault of one that is no text. */
  readonly badText: FaultKind;
}

function viewField(name: string, variable: string, scope: Scope, bench: Workbench): ViewField[] {
  const field = scope.get(name);
  if (field === undefined) return [];
  const kinds = { kind: unreadableKind(name, field), badText: invalidUtf8(name) };
  return [{ variable, slot: field.slot, read: valueReader(field, bench), ...kinds }];
}
