import { describe, expect, test } from 'vitest';
import { createTableSql } from '../../../src/schema/create-table.js';

const name = { schema: null, name: 't' };

function columnsNamed(...names: readonly string[]): { name: string; type: 'text' }[] {
  return names.map((one) => ({ name: one, type: 'text' }));
}

describe('createTableSql', () => {
  test('quotes every name', () => {
    const columns = [
      { name: 'order_id', type: 'bigint' },
      { name: '"; drop table x; --', type: 'timestamptz' },
      { name: '__proto__', type: 'text' },
    ] as const;
    expect(createTableSql({ name: { schema: 'My "Sales"', name: 'orders' }, columns })).toBe(
      'create table "My ""Sales"""."orders" (\n' +
        '  "order_id" bigint,\n' +
        '  """; drop table x; --" timestamptz,\n' +
        '  "__proto__" text\n' +
        ')',
    );
  });

  test('takes as many columns as Postgres does', () => {
    const columns = columnsNamed(...Array.from({ length: 1601 }, (_, index) => `c${index}`));
    expect(createTableSql({ name, columns: columns.slice(1) })).toContain('"c1600" text');
    expect(() => createTableSql({ name, columns })).toThrow(
      expect.objectContaining({
        code: 'TABLE_UNSUITABLE',
        message: "t can't be made with 1601 columns: a table in Postgres has at most 1600.",
      }),
    );
  });

  test.each([
    [['a', 'b', 'a'], 'the column a: it is there twice.'],
    [['a', ''], 'the column "": it is empty.'],
    [['x'.repeat(64)], 'it is longer than 63 bytes.'],
    [['a\0b'], 'the column "a\\x00b": it holds a NUL character.'],
  ])('refuses %j', (names, message) => {
    expect(() => createTableSql({ name, columns: columnsNamed(...names) })).toThrow(
      expect.objectContaining({ code: 'HEADER_INVALID', message: expect.stringContaining(message) as string }),
    );
  });
});
