import { expect, test } from 'vitest';
import { WholeTable } from '../../../../src/run/lookups/whole-table.js';
import type { Otherwise } from '../../../../src/schema/transform/column-plan.js';
import { lookupChange } from '../../../../src/transforms/columns/lookup-change.js';

const table = new WholeTable(
  'column code of countries.csv',
  new Map([
    ['FR', '33'],
    ['XX', null],
    ['', 'none'],
  ]),
);
const changed = (value: string | null, otherwise: Otherwise) => lookupChange('country', table, otherwise)(value);

test.each<[string | null, string | null]>([
  ['FR', '33'],
  ['XX', null],
  ['', 'none'],
  [null, null],
])('%j becomes %j, whatever becomes of others', (value, expected) => {
  for (const kind of ['reject', 'keep', 'null'] as const) expect(changed(value, { kind })).toBe(expected);
  expect(changed(value, { kind: 'value', value: 'other' })).toBe(expected);
});

test.each(['fr', ' FR', '__proto__', 'constructor', 'toString'])('%j is not there', (value) => {
  expect(changed(value, { kind: 'keep' })).toBe(value);
  expect(changed(value, { kind: 'null' })).toBeNull();
  expect(changed(value, { kind: 'value', value: '?' })).toBe('?');
  expect(changed(value, { kind: 'reject' })).toMatchObject({
    stage: 'transform',
    column: 'country',
    code: 'not_found',
    message: 'not found in column code of countries.csv',
  });
});

test('all faults of a column are of one kind: they are counted together', () => {
  const change = lookupChange('country', table, { kind: 'reject' });
  expect(change('A')).toBe(change('B'));
});
