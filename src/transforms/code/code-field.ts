import type { FaultKind } from '../../batch/faults.js';
import { invalidUtf8 } from '../../batch/invalid-utf8.js';
import type { ScopeField } from '../record/scope.js';
import { valueKindOf, type ValueKind } from '../record/value-kind.js';

/** What code takes a value for. */
export type CodeKind = 'text' | 'integer' | 'number' | 'boolean' | 'json';

/** A field that a record of code has. */
export interface CodeField {
  readonly name: string;
  readonly slot: number;
  readonly kind: CodeKind;
  /** It is JSON text as it stood in the record: a string still has its quotes and escapes. */
  readonly isJson: boolean;
  /** The fault of a value that is no text. */
  readonly badText: FaultKind;
}

/** The field of a name, as code is given it. */
export function codeField(name: string, field: ScopeField): CodeField {
  return { name, slot: field.slot, kind: codeKindOf(field), isJson: field.isJson, badText: invalidUtf8(name) };
}

/** What the values of a field are for code: as for expressions, but that dates and times are texts. */
export function codeKindOf(field: Pick<ScopeField, 'type' | 'isJson'>): CodeKind {
  return codeKinds[valueKindOf(field)];
}

const codeKinds: Readonly<Record<ValueKind, CodeKind>> = {
  text: 'text',
  integer: 'integer',
  double: 'number',
  boolean: 'boolean',
  timestamp: 'text',
  json: 'json',
};
