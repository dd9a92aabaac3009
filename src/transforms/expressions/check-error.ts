import { printable } from '../../errors/printable.js';
import { nearestName } from '../../schema/nearest.js';
import type { ValueKind } from '../record/value-kind.js';
import { shownType, TIMESTAMP } from './cel-types.js';
import type { ExpressionFault } from './expression-error.js';
import type { FieldRead } from './field-reads.js';
import { functionNames } from './function-names.js';

/** What the library says of an expression that is none, as far as it is used. */
export interface LibraryError {
  readonly code: string;
  readonly summary: string;
  readonly range?: { readonly start: number; readonly end: number };
}

/** Whether something that was thrown is an error of the library's. */
export function isLibraryError(error: unknown): error is Error & LibraryError {
  return error instanceof Error && 'summary' in error && 'code' in error;
}

/** What is known of the record at the place of an expression. */
export interface KnownFields {
  readonly kinds: ReadonlyMap<string, ValueKind>;
  /** What the expression reads. */
  readonly reads: readonly FieldRead[];
}

/**
 * What is wrong with an expression, by what the library says of it.
 *
 * @param error - With the places of the text as the user wrote it.
 */
export function checkFault(error: LibraryError, fields: KnownFields): ExpressionFault {
  const { start = 0, end = 0 } = error.range ?? {};
  return { start, end, ...faultFor(error, fields, { start, end }) };
}

type Words = Pick<ExpressionFault, 'reason' | 'hint'>;

function faultFor(error: LibraryError, fields: KnownFields, range: { start: number; end: number }): Words {
  const { code, summary } = error;
  switch (code) {
    case 'unknown_variable':
      return unknownField(summary.replace(/^Unknown variable: /, ''), fields.kinds);
    case 'reserved_identifier':
      return reservedWord(summary.replace(/^Reserved identifier: /, ''));
    case 'no_such_overload':
      return { reason: operatorReason(summary), hint: typeHint(fields, range, summary) };
    case 'no_matching_overload':
      return { reason: callReason(summary), hint: callHint(summary) ?? typeHint(fields, range, summary) };
    case 'unterminated_string':
      return { reason: 'a text is not closed', hint: null };
    case 'unexpected_token':
    case 'expected_token':
      return { reason: tokenReason(summary), hint: null };
    case 'unexpected_character':
      return { reason: `what stands here is not expected`, hint: assignmentHint(summary) };
  }
  return { reason: plainSummary(summary), hint: typeHint(fields, range, summary) };
}

/** What is said of a name that no field has. */
export function unknownField(name: string, kinds: ReadonlyMap<string, ValueKind>): Words {
  const near = nearestName(name, kinds.keys());
  const names = [...kinds.keys()].slice(0, MAX_NAMES).map(spelled).join(', ');
  const more = kinds.size > MAX_NAMES ? ', …' : '';
  const hint = near === null ? `There are: ${names}${more}.` : `Did you mean ${spelled(near)}?`;
  return { reason: `there is no field or column "${printable(name)}"`, hint: kinds.size === 0 ? null : hint };
}

const MAX_NAMES = 20;

/** How an expression names a field. */
function spelled(name: string): string {
  return /^[A-Za-z_]\w*$/.test(name) ? name : `record[${printable(JSON.stringify(name), 80)}]`;
}

function reservedWord(name: string): Words {
  return { reason: `"${name}" is a reserved word`, hint: `A field of that name is record["${name}"].` };
}

function operatorReason(summary: string): string {
  const types = summary.replace(/^no such overload: /, '');
  const binary = /^(.+) (==|!=|<=|>=|<|>|\+|-|\*|\/|%|in) (.+)$/.exec(types);
  if (binary === null) return `${types.slice(0, 1)} does not work on ${shownType(types.slice(1))}`;
  const [, left, operator, right] = binary.map(shownType);
  return `${operator} does not work on ${left} and ${right}`;
}

function callReason(summary: string): string {
  const [, call = summary] = /^found no matching overload for '(.*)'$/s.exec(summary) ?? [];
  const name = calledName(call);
  if (!functionNames().has(name)) return `there is no function ${printable(name)}`;
  return `${printable(shownType(call), 200)} does not fit: ${printable(name)} takes other values`;
}

function callHint(summary: string): string | null {
  const [, call = ''] = /^found no matching overload for '(.*)'$/s.exec(summary) ?? [];
  const name = calledName(call);
  const signatures = functionNames().get(name);
  if (signatures !== undefined) return `There is ${signatures.map(shownType).join('; ')}.`;
  const near = nearestName(name, functionNames().keys());
  return near === null ? 'The functions are listed in docs/expressions.md.' : `Did you mean ${near}?`;
}

/** `lower` of `lower(int)` and of `google.protobuf.Timestamp.lower()`. */
function calledName(call: string): string {
  return call.slice(0, call.indexOf('(')).split('.').at(-1) ?? '';
}

function tokenReason(summary: string): string {
  const [, expected] = /^Expected (\w+)/.exec(summary) ?? [];
  const wanted = expected === undefined ? '' : `${tokens.get(expected) ?? expected.toLowerCase()} is missing`;
  if (summary.endsWith('EOF')) return wanted === '' ? 'something is missing at the end' : `${wanted} at the end`;
  return wanted === '' ? 'what stands here is not expected' : `${wanted} here`;
}

const tokens: ReadonlyMap<string, string> = new Map([
  ['RPAREN', ')'],
  ['RBRACKET', ']'],
  ['RBRACE', '}'],
  ['COLON', ':'],
  ['IDENTIFIER', 'a name'],
]);

function assignmentHint(summary: string): string | null {
  return /: '?='?$/.test(summary) ? 'Equal is ==, and not equal is !=.' : null;
}

function plainSummary(summary: string): string {
  const shown = printable(shownType(summary), 200);
  return `${shown.charAt(0).toLowerCase()}${shown.slice(1)}`;
}

/** A text where another type is wanted is most often a column whose type nobody has declared. */
function typeHint(
  { kinds, reads }: KnownFields,
  range: { start: number; end: number },
  summary: string,
): string | null {
  if (!summary.includes('string')) return null;
  if (summary.includes(TIMESTAMP)) return TIME_HINT;
  const inRange = reads.filter(({ start, end }) => start >= range.start && end <= range.end);
  const text = inRange.find(({ name }) => kinds.get(name) === 'text');
  if (text === undefined) return null;
  const field = spelled(text.name);
  return `${field} is text here: give it a type in columns, or convert it, such as double(${field}), int(${field}) or date(${field}).`;
}

const TIME_HINT =
  'A time is written date("2024-01-31") or timestamp("2024-01-31T12:00:00Z"), and date(x) makes one of a text.';
