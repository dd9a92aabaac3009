import { expect, test } from 'vitest';
import { inspectJson } from '../../../../src/report/inspect/inspect-json.js';
import type { ColumnHistogram, InspectReport } from '../../../../src/report/inspect/inspect-report.js';
import { documentedRows } from '../../../support/documented.js';

const evidence = { type: 'integer', line: 2, value: 'x' };
const histograms: ColumnHistogram[] = [
  { kind: 'range', from: '1', to: '2', counts: [1] },
  { kind: 'length', from: 1, to: 2, counts: [1] },
  { kind: 'frequency', values: [{ value: 'x', count: 1 }] },
];

const report: InspectReport = {
  source: 'orders.csv',
  format: 'csv',
  encoding: 'utf-8',
  compression: null,
  dialect: [{ name: 'delimiter', value: ';', given: false }],
  bytes: 1,
  records: 1,
  malformed: 0,
  isSample: false,
  columns: histograms.map((histogram) => ({
    name: 'id',
    column: 'id',
    type: 'text',
    values: 1,
    nulls: 0,
    empties: 0,
    distinct: 1,
    distinctIsExact: true,
    min: 'x',
    max: 'x',
    longest: { characters: 1, line: 2 },
    examples: ['x'],
    ruledOut: [evidence],
    mostly: { ...evidence, share: 0.9 },
    histogram,
  })),
  createTable: null,
  loadCommand: 'sluice load orders.csv',
};

test('docs/inspect.md has every field of the JSON report, and no other', () => {
  const fields = new Set(fieldsOf(JSON.parse(inspectJson(report)) as object));
  const documented = documentedRows('inspect.md', '## The JSON report').map(([field]) => field);
  expect(documented.toSorted()).toEqual([...fields].toSorted());
});

/** The paths of all fields, as the page writes them: `columns[].longest.line`. */
function fieldsOf(value: object, prefix = ''): string[] {
  return Object.entries(value as Record<string, unknown>).flatMap(([key, inner]) => {
    const path = `${prefix}${key}`;
    const members = (Array.isArray(inner) ? (inner as unknown[]) : [inner]).filter((member) => isObject(member));
    return [path, ...members.flatMap((member) => fieldsOf(member, Array.isArray(inner) ? `${path}[].` : `${path}.`))];
  });
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
