import type { ValueKind } from '../record/value-kind.js';

/** The name that the library has for the type of times. */
export const TIMESTAMP = 'google.protobuf.Timestamp';
/** The name that it has for lengths of time. */
export const DURATION = 'google.protobuf.Duration';

/** The type in CEL of a field, by what it is taken for. */
export function celTypeOf(kind: ValueKind): string {
  return celTypes[kind];
}

const celTypes: Readonly<Record<ValueKind, string>> = {
  text: 'string',
  integer: 'int',
  double: 'double',
  boolean: 'bool',
  timestamp: TIMESTAMP,
  json: 'dyn',
};

/** A type of the library, or words with such types in them, as messages and the docs have it. */
export function shownType(name: string): string {
  return name
    .replaceAll(TIMESTAMP, 'timestamp')
    .replaceAll(DURATION, 'duration')
    .replaceAll(/dyn<((?:[^<>]|<(?:[^<>]|<[^<>]*>)*>)*)>/g, '$1')
    .replaceAll(/\bnull\b/g, 'NULL')
    .replaceAll(/\bdyn\b/g, 'any');
}

/** A type as the docs have it, or a signature, as the library has it. */
export function libraryType(shown: string): string {
  return shown.replaceAll(/\btimestamp\b(?!\()/g, TIMESTAMP).replaceAll(/\bany\b/g, 'dyn');
}
