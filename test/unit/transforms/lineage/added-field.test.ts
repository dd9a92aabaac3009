import { describe, expect, test } from 'vitest';
import { codecFor } from '../../../../src/schema/codecs/registry.js';
import type { EncodedColumn } from '../../../../src/transforms/encode/encoded-column.js';
import type { AddedValue } from '../../../../src/schema/added-value.js';
import { addedField } from '../../../../src/transforms/lineage/added-field.js';
import { assertFits } from '../../../../src/transforms/lineage/assert-fits.js';
import { batchOf } from '../../../support/batches.js';

const lineage = { source: { name: 'data/ä.csv' }, loadedAt: new Date('2024-05-01T10:00:00.123Z') };

function valuesOf(value: AddedValue): string[] {
  const field = addedField(value, lineage);
  const batch = { ...batchOf([['a\nb'], ['c'], ['d']]), firstLine: 41 };
  return [0, 1, 2].map((record) => field.bytes.toString('utf8', 0, field.fill(batch, record)));
}

test.each<[AddedValue, string[]]>([
  [{ kind: 'line' }, ['41', '43', '44']],
  [{ kind: 'file' }, ['data/ä.csv', 'data/ä.csv', 'data/ä.csv']],
  [{ kind: 'loaded_at' }, ['2024-05-01T10:00:00.123Z', '2024-05-01T10:00:00.123Z', '2024-05-01T10:00:00.123Z']],
  [{ kind: 'text', text: '' }, ['', '', '']],
  [{ kind: 'text', text: 'a\0b' }, ['a\ufffdb', 'a\ufffdb', 'a\ufffdb']],
])('%j', (value, expected) => {
  expect(valuesOf(value)).toEqual(expected);
});

describe('a column that refuses the value', () => {
  function columnOf(type: string, value: AddedValue): EncodedColumn {
    const full = { name: type, builtIn: true, typmod: -1, display: type, labels: [] };
    const codec = codecFor(full, { timeZone: 'UTC', dateOrder: 'MDY' });
    return { field: addedField(value, lineage), name: 'added\n', type: full, nullable: true, codec };
  }

  test.each<[string, AddedValue, string]>([
    ['int4', { kind: 'text', text: 'x\u001b' }, '"x\\x1b" is not an int4'],
    ['int2', { kind: 'text', text: '99999' }, '"99999" is out of range for an int2'],
    ['uuid', { kind: 'line' }, '"1" is not a uuid'],
    ['bool', { kind: 'file' }, '"data/ä.csv" is not a bool'],
    ['int8', { kind: 'loaded_at' }, '"2024-05-01T10:00:00.123Z" is not an int8'],
  ])('%s: %j', (type, value, message) => {
    expect(() => assertFits(columnOf(type, value))).toThrow(
      expect.objectContaining({ code: 'USAGE', message: `--add-column added\\n: ${message}.` }),
    );
  });

  test.each<[string, AddedValue]>([
    ['int2', { kind: 'line' }],
    ['text', { kind: 'line' }],
    ['timestamptz', { kind: 'loaded_at' }],
    ['date', { kind: 'loaded_at' }],
    ['date', { kind: 'text', text: 'Jan 5 2024' }],
    ['int4range', { kind: 'text', text: 'anything' }],
  ])('%s takes %j, or leaves it to PostgreSQL', (type, value) => {
    expect(() => assertFits(columnOf(type, value))).not.toThrow();
  });

  test('a column of the file passes', () => {
    expect(() => assertFits({ ...columnOf('int4', { kind: 'file' }), field: 0 })).not.toThrow();
  });
});
