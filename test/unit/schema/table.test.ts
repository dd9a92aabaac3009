import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { SluiceError } from '../../../src/errors/sluice-error.js';
import { identifierFault, qualifiedName } from '../../../src/schema/identifiers.js';
import { parseTableName } from '../../../src/schema/table.js';

describe('parseTableName', () => {
  test.each([
    ['orders', null, 'orders'],
    ['Orders', null, 'orders'],
    ['sales.orders', 'sales', 'orders'],
    [' Sales . "Orders" ', 'sales', 'Orders'],
    ['"Weird ""Name"""."T"', 'Weird "Name"', 'T'],
    ['"a.b"', null, 'a.b'],
    ['2024-orders', null, '2024-orders'],
    ['Größe.ÄPFEL', 'größe', 'Äpfel'],
    ['my table', null, 'my table'],
    ['"; drop table x; --"', null, '; drop table x; --'],
    ['__proto__.constructor', '__proto__', 'constructor'],
    ['" "', null, ' '],
  ])('%s', (text, schema, name) => {
    expect(parseTableName(text)).toEqual({ schema, name });
  });

  test.each([
    '',
    ' ',
    '.',
    'a.',
    '.a',
    'a..b',
    'a.b.c',
    '"',
    '"a',
    'a"',
    'a"b"',
    '"a"b',
    '"a" "b"',
    '""',
    'a."',
    'x\0y',
    'x'.repeat(64),
    `"${'é'.repeat(32)}"`,
  ])('%j is refused', (text) => {
    expect(() => parseTableName(text)).toThrow(SluiceError);
  });

  test('the message is safe to print', () => {
    expect(() => parseTableName('\x1b[31m"')).toThrow('"\\x1b[31m"" can\'t be read as a table name');
  });

  test('reads back what qualifiedName writes', () => {
    const part = fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 15 })
      .filter((name) => identifierFault(name) === null);
    fc.assert(
      fc.property(fc.option(part), part, (schema, name) => {
        expect(parseTableName(qualifiedName({ schema, name }))).toEqual({ schema, name });
      }),
    );
  });
});
