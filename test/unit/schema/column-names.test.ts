import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { newColumnNames } from '../../../src/schema/column-names.js';
import { identifierFault } from '../../../src/schema/identifiers.js';

describe('newColumnNames', () => {
  test.each([
    ['order_id', 'order_id'],
    ['_id', '_id'],
    ['__proto__', '__proto__'],
    ['Order ID', 'order_id'],
    ['  Order   ID  ', 'order_id'],
    ['orderId', 'orderid'],
    ['Price ($)', 'price'],
    ['% of total', 'of_total'],
    ['a.b/c', 'a_b_c'],
    ['2024', '_2024'],
    ['2024 total', '_2024_total'],
    ['Größe', 'größe'],
    ['GRÖSSE', 'grösse'],
    ['名前', '名前'],
    ['caf\u0065\u0301', 'caf\u00e9'],
    ['xmin', 'xmin_'],
    ['XMax', 'xmax_'],
    ['"; drop table x; --', 'drop_table_x'],
    ['#', '#'],
    ['', 'column_1'],
    ['   ', 'column_1'],
  ])('%j becomes %j', (header, name) => {
    expect(newColumnNames([header])).toEqual([name]);
  });

  test('names that would collide are kept as written', () => {
    expect(newColumnNames(['ID', 'id', 'a b', 'a-b', 'Total'])).toEqual(['ID', 'id', 'a b', 'a-b', 'total']);
  });

  test.each([
    [
      'How satisfied are you with these parts of our service? [Food]',
      'how_satisfied_are_you_with_these_parts_of_our_service_food',
    ],
    [
      'How satisfied are you with the following parts of our service? [Food]',
      'how_satisfied_are_you_with_the_following_parts_of_our__baea6810',
    ],
    [
      'How satisfied are you with the following parts of our service? [Rooms]',
      'how_satisfied_are_you_with_the_following_parts_of_our__1a7d04f3',
    ],
    ['É'.repeat(70), `${'é'.repeat(27)}_78dcf717`],
  ])('the long name %s becomes %s', (header, name) => {
    expect(newColumnNames([header])).toEqual([name]);
  });

  test('long names that differ in case only are told apart, whatever their order', () => {
    const headers = ['x'.repeat(70), 'X'.repeat(70)];
    const names = newColumnNames(headers);
    expect(new Set(names).size).toBe(2);
    expect(newColumnNames(headers.toReversed())).toEqual(names.toReversed());
  });

  test('empty headers are named by their position', () => {
    expect(newColumnNames(['', 'a', ''])).toEqual(['column_1', 'a', 'column_3']);
  });

  test('naming again changes nothing, and distinct headers stay distinct', () => {
    const header = fc
      .string({ unit: 'binary', minLength: 1 })
      .filter((name) => name.trim() !== '' && !/\p{Cs}/u.test(name));
    fc.assert(
      fc.property(fc.uniqueArray(header, { maxLength: 8 }), (headers) => {
        const names = newColumnNames(headers);
        expect(newColumnNames(names)).toEqual(names);
        expect(new Set(names).size).toBe(headers.length);
        const changed = names.filter((name, index) => name !== headers[index]);
        expect(changed.map(identifierFault).filter((fault) => fault !== null)).toEqual([]);
      }),
    );
  });
});
