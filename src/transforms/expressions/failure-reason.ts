import { isLibraryError, type LibraryError } from './check-error.js';
import { shownType } from './cel-types.js';
import { ExpressionFailure } from './expression-failure.js';

/** Why an expression has no outcome for a record, in words without values: there are few such reasons. */
export interface FailureReason {
  readonly reason: string;
  readonly hint: string | null;
}

/** A value that the failing part of an expression has read. */
export interface ReadField {
  readonly name: string;
  readonly value: unknown;
}

/** Says why an expression has failed. */
export function failureReason(error: unknown, values: readonly ReadField[]): FailureReason {
  if (error instanceof ExpressionFailure) return { reason: error.message, hint: hintFor(error.message) };
  if (isLibraryError(error)) return libraryReason(error, values);
  if (error instanceof RangeError) return { reason: 'a text, list or time would be too large', hint: null };
  if (error instanceof SyntaxError) return { reason: 'the text is no JSON', hint: null };
  return { reason: 'it has no outcome', hint: null };
}

function libraryReason(error: LibraryError, values: readonly ReadField[]): FailureReason {
  const { code, summary } = error;
  if (typeCodes.has(code) && summary.includes('null')) return nullReason(values);
  const reason = reasons.get(code) ?? (typeCodes.has(code) ? typeReason(summary) : 'it has no outcome');
  return { reason, hint: hintFor(reason) };
}

/** The codes of what does not work on the types of its values. */
const typeCodes: ReadonlySet<string> = new Set([
  'no_such_overload',
  'no_matching_overload',
  'invalid_logical_operand',
  'invalid_condition_type',
  'invalid_comprehension_range',
  'variable_type_mismatch',
]);

function nullReason(values: readonly ReadField[]): FailureReason {
  const names = values.filter(({ value }) => value === null).map(({ name }) => name);
  const [first = 'x'] = names;
  return {
    reason: `${names.length === 0 ? 'a value' : names.join(', ')} is NULL`,
    hint: `coalesce(${first}, …) takes another value for NULL; ${first} != null && … asks for it first.`,
  };
}

function typeReason(summary: string): string {
  return shownType(summary)
    .replace(/^no such overload: (\S+) (\S+) (\S+)$/, '$2 does not work on $1 and $3')
    .replace(/^found no matching overload for '(.*)'$/, '$1 does not fit')
    .replace(/^[A-Z](?=[a-z])/, (letter) => letter.toLowerCase());
}

/** What the library tells with values in it, or in words of its own. */
const reasons: ReadonlyMap<string, string> = new Map([
  ['division_by_zero', 'division by zero'],
  ['modulo_by_zero', 'division by zero'],
  ['numeric_overflow', 'integer overflow'],
  ['bool_conversion_error', 'bool() does not take such a text'],
  ['double_conversion_error', 'double() does not take such a text'],
  ['int_conversion_error', 'int() does not take such a text'],
  ['uint_conversion_error', 'uint() does not take such a value'],
  ['index_out_of_range', 'a place outside of the text'],
  ['index_out_of_bounds', 'a place outside of the list'],
  ['invalid_regular_expression', 'the pattern is no regular expression'],
  ['invalid_timestamp', 'timestamp() takes ISO 8601 with a zone'],
  ['invalid_duration', 'duration() does not take such a text'],
  ['no_such_key', 'a key that is not there'],
  ['invalid_list_element_type', 'join() takes a list of texts'],
  ['list_item_type_mismatch', 'an element of the list has another type'],
  ['field_type_mismatch', 'a member has another type'],
]);

function hintFor(reason: string): string | null {
  if (reason.startsWith('division by zero'))
    return 'nullif(x, 0) makes NULL of 0; x == 0 ? null : … asks for it first.';
  if (reason === 'a key that is not there') return 'has(x.key) asks for it first.';
  return null;
}
