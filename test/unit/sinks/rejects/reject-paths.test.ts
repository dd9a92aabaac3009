import { basename, join } from 'node:path';
import { describe, expect, test } from 'vitest';

import { rejectPaths } from '../../../../src/sinks/rejects/reject-paths.js';

describe('rejectPaths', () => {
  test.each([
    ['orders.csv', 'orders.rejects.csv', 'orders.rejects.ndjson'],
    ['in/2024/orders.tsv', 'orders.rejects.tsv', 'orders.rejects.ndjson'],
    ['orders.rejects.csv', 'orders.rejects.rejects.csv', 'orders.rejects.rejects.ndjson'],
    ['orders', 'orders.rejects.csv', 'orders.rejects.ndjson'],
    ['.csv', '.csv.rejects.csv', '.csv.rejects.ndjson'],
    ['-', 'stdin.rejects.csv', 'stdin.rejects.ndjson'],
    ['orders.ndjson', 'orders.rejected.ndjson', 'orders.rejects.ndjson'],
  ])('%s gives %s and %s', (name, records, faults) => {
    const paths = rejectPaths({ folder: 'out', source: { name } });
    expect(paths).toEqual({ records: join('out', records), faults: join('out', faults) });
  });

  test('the extension can be given', () => {
    const { records } = rejectPaths({ folder: '.', source: { name: 'orders.csv.gz' }, extension: 'csv' });
    expect(records).toBe('orders.csv.rejects.csv');
  });

  test('a name is cut to what file systems allow, between two characters', () => {
    const { records, faults } = rejectPaths({ folder: '.', source: { name: `${'é'.repeat(125)}.csv` } });
    expect(basename(faults)).toBe(`${'é'.repeat(100)}.rejects.ndjson`);
    expect(basename(records)).toBe(`${'é'.repeat(100)}.rejects.csv`);
  });
});
