import { expect, test } from 'vitest';
import { renderTable } from '../../../src/report/table.js';

const columns = [
  { name: 'id', align: 'right' },
  { name: 'name', align: 'left' },
] as const;

test('a table stands as psql draws it', () => {
  const rows = [
    ['1', 'Ana'],
    ['20', null],
    ['3', 'Åsa 猫 é'],
  ];
  expect(renderTable({ columns, rows })).toBe(
    [' id |   name', '----+----------', '  1 | Ana', ' 20 |', '  3 | Åsa 猫 é', '(3 rows)'].join('\n'),
  );
});

test('no rows, one row', () => {
  expect(renderTable({ columns, rows: [] })).toBe(' id | name\n----+------\n(0 rows)');
  expect(renderTable({ columns, rows: [['1', 'a']] })).toMatch(/\(1 row\)$/);
});

test('what a terminal would obey is shown escaped, in cells and heads', () => {
  const text = renderTable({ columns: [{ name: 'a\x1b[2J', align: 'left' }], rows: [['x\r\ny\x07\u202e']] });
  expect(text).not.toMatch(/[\x00-\x09\x0b-\x1f\u202e]/);
  expect(text).toContain('x\\r\\ny\\x07\\u202e');
});

test('long values are not cut', () => {
  expect(renderTable({ columns: [{ name: 'a', align: 'left' }], rows: [['x'.repeat(5000)]] })).toContain(
    'x'.repeat(5000),
  );
});
