import { basename, join } from 'node:path';
import { describe, expect, test } from 'vitest';

import { rejectPaths } from '../../../../src/sinks/rejects/reject-paths.js';

/** The names of the reject files of sources, records and faults of each. */
function namesOf(...names: readonly string[]): [records: string, faults: string][] {
  const sources = names.map((name) => ({ source: { name }, extension: 'csv' }));
  return rejectPaths('out', sources).map(({ records, faults }) => [basename(records), basename(faults)]);
}

describe('rejectPaths', () => {
  test.each([
    ['orders.csv', 'orders.rejects.csv', 'orders.rejects.ndjson'],
    ['in/2024/orders.tsv', 'orders.rejects.tsv', 'orders.rejects.ndjson'],
    ['orders.rejects.csv', 'orders.rejects.rejects.csv', 'orders.rejects.rejects.ndjson'],
    ['orders', 'orders.rejects.csv', 'orders.rejects.ndjson'],
    ['.csv', '.csv.rejects.csv', '.csv.rejects.ndjson'],
    ['-', 'stdin.rejects.csv', 'stdin.rejects.ndjson'],
    ['orders.ndjson', 'orders.rejected.ndjson', 'orders.rejects.ndjson'],
    ['orders.csv.gz', 'orders.rejects.csv', 'orders.rejects.ndjson'],
    ['orders.ndjson.zst', 'orders.rejected.ndjson', 'orders.rejects.ndjson'],
    ['orders.GZ', 'orders.rejects.csv', 'orders.rejects.ndjson'],
    ['.gz', '.gz.rejects.csv', '.gz.rejects.ndjson'],
    ['all.zip/2024/orders.csv', 'orders.rejects.csv', 'orders.rejects.ndjson'],
    ['https://example.com/a/orders.csv?token=x/y.z#part', 'orders.rejects.csv', 'orders.rejects.ndjson'],
    ['https://example.com/a/orders.csv.gz?x', 'orders.rejects.csv', 'orders.rejects.ndjson'],
    ['a?b.csv', 'a?b.rejects.csv', 'a?b.rejects.ndjson'],
    ['https://example.com/..', '...rejects.csv', '...rejects.ndjson'],
  ])('%s gives %s and %s', (name, records, faults) => {
    const paths = rejectPaths('out', [{ source: { name }, extension: 'csv' }]);
    expect(paths).toEqual([{ records: join('out', records), faults: join('out', faults) }]);
  });

  test('a name without an extension gets that of the format', () => {
    const [{ records }] = rejectPaths('.', [{ source: { name: '-' }, extension: 'json' }]);
    expect(records).toBe('stdin.rejects.json');
  });

  test('of one name in several folders, none takes the files of another', () => {
    expect(namesOf('a/orders.csv', 'b/orders.csv', 'orders.csv.gz', 'orders.tsv', 'other.csv')).toEqual([
      ['orders.rejects.csv', 'orders.rejects.ndjson'],
      ['orders-2.rejects.csv', 'orders-2.rejects.ndjson'],
      ['orders-3.rejects.csv', 'orders-3.rejects.ndjson'],
      ['orders-4.rejects.tsv', 'orders-4.rejects.ndjson'],
      ['other.rejects.csv', 'other.rejects.ndjson'],
    ]);
  });

  test.each([
    [['orders.csv', 'b/orders.csv', 'orders-2.csv']],
    [['orders-2.csv', 'orders.csv', 'b/orders.csv']],
    [['orders.ndjson', 'orders.csv', 'b/orders.ndjson']],
    [['-', 'stdin.csv', 'stdin']],
    [['Orders.csv', 'orders.csv']],
    [[`${'x'.repeat(240)}1.csv`, `${'x'.repeat(240)}2.csv`]],
    [['a.csv', 'a.rejects.csv', 'a.rejected.csv', 'a.rejects.ndjson']],
  ])('%j: no two files have one name, nor names that differ in capitals only', (names) => {
    const all = namesOf(...names).flat();
    expect(new Set(all.map((name) => name.toLowerCase())).size).toBe(all.length);
  });

  test('a name is cut to what file systems allow, between two characters', () => {
    const long = `${'é'.repeat(125)}.csv`;
    expect(namesOf(long)).toEqual([[`${'é'.repeat(100)}.rejects.csv`, `${'é'.repeat(100)}.rejects.ndjson`]]);
    for (const name of namesOf(long, `b/${long}`).flat()) expect(Buffer.byteLength(name)).toBeLessThan(255);
  });

  test('an extension as long as a name is cut, too', () => {
    for (const name of namesOf(`a.${'x'.repeat(250)}`).flat()) expect(Buffer.byteLength(name)).toBeLessThanOrEqual(255);
  });
});
