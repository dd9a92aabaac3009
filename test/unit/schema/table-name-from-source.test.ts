import { describe, expect, test } from 'vitest';
import { tableNameFromSource } from '../../../src/schema/table-name-from-source.js';

describe('tableNameFromSource', () => {
  test.each([
    ['orders.csv', 'orders'],
    ['/data/in/Orders.CSV', 'orders'],
    ['2024-01 Orders.csv.gz', '_2024_01_orders'],
    ['orders.v2.csv', 'orders_v2'],
    ['orders', 'orders'],
    ['orders.gz', 'orders'],
    ['./-x.csv', 'x'],
    ['../Größe.tsv.zst', 'größe'],
    ['__proto__.csv', '__proto__'],
    ['a"; drop table x; --.csv', 'a_drop_table_x'],
  ])('%s names %s', (path, name) => {
    expect(tableNameFromSource(path)).toBe(name);
  });

  test.each([
    ['-', 'Standard input has no name'],
    ['data/---.csv', "can't name a table: it has no letter or digit."],
    [`${'x'.repeat(64)}.csv`, 'it is longer than 63 bytes.'],
    ['\x1b.csv', 'The name of \\x1b.csv'],
  ])('%s needs --table', (path, message) => {
    expect(() => tableNameFromSource(path)).toThrow(
      expect.objectContaining({
        code: 'USAGE',
        message: expect.stringContaining(message) as string,
        hint: expect.stringContaining('--table') as string,
      }),
    );
  });
});
