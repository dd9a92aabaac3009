import type { FaultKind } from '../../batch/faults.js';
import type { Spelling } from '../../schema/spelling/spelling.js';
import { printable } from '../../errors/printable.js';
import type { DateFault } from '../dates/date-reader.js';

/** The fault of a value that the map of its column does not have. */
export function notInMapKind(column: string): FaultKind {
  const hint = 'Add it to the map of the column, or say with otherwise what becomes of other values.';
  return changeKind(column, { code: 'not_in_map', message: 'not in the map of the column', hint });
}

/** The fault of a number that is not spelled as its column says. */
export function numberKind(column: string, { form }: Spelling): FaultKind {
  const hint = 'The keys decimal and thousands of the column say how its numbers are written.';
  return changeKind(column, { code: 'invalid', message: `not a number in the form ${form}`, hint });
}

/**
 * The faults of dates and times.
 *
 * @param formats - How the column says that they are written; none: as in ISO 8601.
 * @param timezone - The zone of local times; null: none.
 */
export function dateKinds(
  column: string,
  formats: readonly string[],
  timezone: string | null,
): Readonly<Record<DateFault, FaultKind>> {
  const form = formats.length === 0 ? '2024-12-31 23:59:59' : printable(formats.join(' or '), 100);
  const hint = 'ambiguousTime: earlier or later says what such times of the column mean.';
  const change = 'when the clocks are changed';
  return {
    invalid: changeKind(column, { code: 'invalid', message: `not a date or time in the form ${form}`, hint: null }),
    ambiguous: changeKind(column, {
      code: 'ambiguous_time',
      message: `a time that is there twice in ${timezone}, ${change}`,
      hint,
    }),
    missing: changeKind(column, {
      code: 'missing_time',
      message: `a time that is not there in ${timezone}, ${change}`,
      hint,
    }),
  };
}

/** The fault of a text that is not JSON, though a path leads into it. */
export function noJsonKind(column: string, path: string): FaultKind {
  const message = `not JSON, which the path ${printable(path)} leads into`;
  return changeKind(column, { code: 'invalid_json', message, hint: null });
}

function changeKind(column: string, fault: Pick<FaultKind, 'code' | 'message' | 'hint'>): FaultKind {
  return { ...fault, stage: 'transform', column, sqlstate: null };
}
