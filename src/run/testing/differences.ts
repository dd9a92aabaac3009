import type { ExpectedReject, ExpectedRow, ExpectedValue, PipelineTest } from '../../config/pipeline/pipeline-test.js';
import type { Difference } from '../../report/tests/test-report.js';
import { isSameValue } from './same-value.js';
import type { ExampleOutcome, FoundFault } from './run-example.js';

/** What is not as an example expects it: of its rows, column by column, then of its rejects. */
export function differencesOf(test: PipelineTest, outcome: ExampleOutcome): Difference[] {
  if (outcome.error !== null) {
    const { message, code } = outcome.error;
    return [{ where: 'the input', expected: 'to be read', got: `${message} (${code})` }];
  }
  const rows = test.expect === null ? [] : rowDifferences(test.expect, outcome, test.isPartial);
  return [...rows, ...rejectDifferences(test.rejects, outcome.faults)];
}

function rowDifferences(expect: readonly ExpectedRow[], outcome: ExampleOutcome, isPartial: boolean): Difference[] {
  const { rows } = outcome;
  const count = Math.max(expect.length, rows.length);
  return Array.from({ length: count }, (_, index) => index).flatMap((index) => {
    const where = `row ${index + 1}`;
    const wanted = index < expect.length ? expect[index] : null;
    if (wanted === null) return [{ where, expected: null, got: shownRow(outcome, index) }];
    if (index >= rows.length) return [{ where, expected: shownExpected(wanted), got: null }];
    return columnDifferences(wanted, { outcome, index, isPartial });
  });
}

interface RowAt {
  readonly outcome: ExampleOutcome;
  readonly index: number;
  readonly isPartial: boolean;
}

function columnDifferences(wanted: ExpectedRow, { outcome, index, isPartial }: RowAt): Difference[] {
  const { columns, rows, types } = outcome;
  const where = (column: string): string => `row ${index + 1}, ${column}`;
  const named = [...wanted].flatMap(([column, expected]): Difference[] => {
    const at = columns.indexOf(column);
    if (at === -1) return [{ where: where(column), expected: shownValue(expected), got: 'no such column' }];
    const got = rows[index][at];
    if (isSameValue(expected, got, types.get(column) ?? null)) return [];
    return [{ where: where(column), expected: shownValue(expected), got: shownText(got, expected.kind === 'text') }];
  });
  const others = isPartial ? [] : columns.filter((column) => !wanted.has(column));
  const unnamed = others.map((column) => ({
    where: where(column),
    expected: 'no such column',
    got: shownText(rows[index][columns.indexOf(column)], true),
  }));
  return [...named, ...unnamed];
}

/** Each reject that is expected must be there, and each that is there must be expected. */
function rejectDifferences(expected: readonly ExpectedReject[], found: readonly FoundFault[]): Difference[] {
  const missing = expected.filter((one) => !found.some((fault) => fits(one, fault)));
  const others = found.filter((fault) => !expected.some((one) => fits(one, fault)));
  return [
    ...missing.map((one) => ({ where: 'rejects', expected: shownReject(one), got: null })),
    ...others.map((fault) => ({ where: 'rejects', expected: null, got: shownReject(fault) })),
  ];
}

function fits(expected: ExpectedReject, fault: FoundFault): boolean {
  const isSame = (['line', 'record', 'column', 'code'] as const).every(
    (key) => expected[key] === null || expected[key] === fault[key],
  );
  return isSame && (expected.message === null || fault.message.includes(expected.message));
}

function shownReject({ line, record, column, code, message }: ExpectedReject): string {
  const parts = [
    line === null ? null : `line ${line}`,
    // Where the line is known, it tells enough.
    record === null || line !== null ? null : `record ${record}`,
    column,
    code,
    message === null ? null : JSON.stringify(message),
  ];
  return parts.filter((part) => part !== null).join(', ');
}

function shownRow({ columns, rows }: ExampleOutcome, index: number): string {
  return `{ ${columns.map((column, at) => `${column}: ${shownText(rows[index][at], true)}`).join(', ')} }`;
}

function shownExpected(row: ExpectedRow): string {
  return `{ ${[...row].map(([column, value]) => `${column}: ${shownValue(value)}`).join(', ')} }`;
}

function shownValue(value: ExpectedValue): string {
  if (value.kind === 'null') return 'NULL';
  if (value.kind === 'json') return JSON.stringify(value.value);
  return value.kind === 'boolean' ? String(value.value) : shownText(value.text, value.kind === 'text');
}

function shownText(text: string | null, isQuoted: boolean): string {
  if (text === null) return 'NULL';
  return isQuoted ? JSON.stringify(text) : text;
}
