import type { FaultKind } from '../../batch/faults.js';
import { invalidUtf8 } from '../../batch/invalid-utf8.js';
import type { Expectation } from './token-scanner.js';

/** The kinds of fault that the JSON parsers find, each made once a run. */
export interface JsonFaultKinds {
  /** What the grammar says of a record. */
  readonly malformed: Readonly<Record<Expectation, FaultKind>>;
  readonly notAnObject: FaultKind;
  readonly recordTooLong: FaultKind;
  /** What is left of a document that is malformed around its records. */
  readonly unreadable: FaultKind;
  /** The source ends inside a document, but outside a record. */
  readonly endsEarly: FaultKind;
  /** A document that stream-json can't read on. */
  readonly notJsonc: FaultKind;
  /** Bytes of a record that are no text. */
  readonly invalidUtf8: FaultKind;
  /** An escaped NUL in a value. */
  readonly nulByte: (column: string) => FaultKind;
  /** An object or array for the column of a scalar. */
  readonly nestedValue: (column: string) => FaultKind;
  /** Half a surrogate pair in a column's value. */
  readonly loneSurrogate: (column: string) => FaultKind;
  /** A key without a column. */
  readonly unknownKey: (key: string) => FaultKind;
}

/** What the messages name. */
export interface JsonLimits {
  readonly maxDepth: number;
  readonly maxRecordBytes: number;
}

/** Makes the kinds of a run. */
export function jsonFaultKinds({ maxDepth, maxRecordBytes }: JsonLimits): JsonFaultKinds {
  return {
    malformed: malformedKinds(maxDepth),
    notAnObject: kind('not_an_object', 'not a JSON object', 'Each record must be an object: {"column": value, …}.'),
    recordTooLong: kind(
      'record_too_long',
      `longer than ${maxRecordBytes} bytes`,
      'Raise --max-record-bytes if records are this long; if they stand in an array inside a document, name it with --select.',
    ),
    unreadable: kind(
      'unreadable_rest',
      'the rest of the input is not read',
      'Correct the document, or take the records from it that are good.',
    ),
    endsEarly: malformed('the document ends too early'),
    notJsonc: malformed('not JSON, not even with comments and trailing commas'),
    invalidUtf8: invalidUtf8(null),
    nulByte: oneForEach(nulByte),
    nestedValue: oneForEach(nestedValue),
    loneSurrogate: oneForEach(loneSurrogate),
    unknownKey: oneForEach(unknownKey),
  };
}

function malformedKinds(maxDepth: number): Record<Expectation, FaultKind> {
  const depthHint = 'Raise --max-depth if values are meant to be nested this deep.';
  return {
    value: malformed('expected a value of JSON'),
    key: malformed('expected a key in double quotes'),
    colon: malformed("expected ':' after a key"),
    memberEnd: malformed("expected ',' or '}' after a value"),
    elementEnd: malformed("expected ',' or ']' after a value"),
    character: malformed('expected no control character in a string'),
    escape: malformed('expected an escape that JSON has'),
    digit: malformed('expected a digit'),
    depth: { ...kind('too_deep', `nested deeper than ${maxDepth} levels`, depthHint), shows: 'place' },
    end: malformed('expected the end of the line after the record'),
    more: malformed('the record ends too early'),
  };
}

function malformed(message: string): FaultKind {
  return { ...kind('malformed_json', message, null), shows: 'place' };
}

function nulByte(column: string | null): FaultKind {
  const message = 'holds a NUL byte, which PostgreSQL text cannot';
  return { ...kind('nul_byte', message, null, '22021'), stage: 'validate', column };
}

function nestedValue(column: string | null): FaultKind {
  const hint = 'Use --flatten to make columns of its members, or a column of type jsonb or text.';
  return { ...kind('nested_value', 'an object or array where a single value is due', hint), column };
}

function loneSurrogate(column: string | null): FaultKind {
  return { ...kind('lone_surrogate', 'half of a surrogate pair, which is no character', null), column };
}

function unknownKey(column: string | null): FaultKind {
  const hint = 'Leave keys out with --ignore-columns, or pair them with --map.';
  return { ...kind('unknown_key', 'no column for this key', hint), column };
}

function kind(code: string, message: string, hint: string | null, sqlstate: string | null = null): FaultKind {
  return { stage: 'parse', column: null, code, message, hint, sqlstate };
}

/** Kinds with a column of their own; the columns after that share one, so that hostile keys can't fill the memory. */
const MAX_COLUMNS = 1600;

function oneForEach(make: (column: string | null) => FaultKind): (column: string) => FaultKind {
  const kinds = new Map<string | null, FaultKind>();
  return (column) => {
    const key = kinds.size < MAX_COLUMNS || kinds.has(column) ? column : null;
    let found = kinds.get(key);
    if (found === undefined) kinds.set(key, (found = make(key)));
    return found;
  };
}
