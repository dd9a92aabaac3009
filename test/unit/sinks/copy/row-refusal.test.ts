import { describe, expect, test } from 'vitest';
import { rowRefusal } from '../../../../src/sinks/copy/row-refusal.js';

function serverError(code: string, where?: string): Error {
  return Object.assign(new Error('no'), { code, severity: 'ERROR', ...(where === undefined ? {} : { where }) });
}

describe('the row that is named', () => {
  test.each([
    ['English', 'COPY orders, line 17, column amount: "x"'],
    ['German', 'COPY orders, Zeile 17, Spalte amount: »x«'],
    ['Japanese', 'COPY orders, 行番号 17, 列 amount: "x"'],
    ['Russian', 'COPY orders, строка 17'],
    ['after the lines of a function', 'PL/pgSQL function f() line 3 at RAISE\nCOPY orders, line 17'],
  ])('%s', (_, where) => {
    expect(rowRefusal(serverError('23505', where), 'orders')?.row).toBe(16);
  });

  test('of a table whose name has a number', () => {
    expect(rowRefusal(serverError('23505', 'COPY t2024, line 5'), 't2024')?.row).toBe(4);
  });

  test.each([
    ['another table', 'COPY other, line 17'],
    ['no context', undefined],
    ['only a function', 'PL/pgSQL function f() line 3 at RAISE'],
  ])('%s: none', (_, where) => {
    expect(rowRefusal(serverError('23503', where), 'orders')).toMatchObject({ row: null });
  });

  test('a code of any class is the fault of a row that is named', () => {
    expect(rowRefusal(serverError('42883', 'COPY orders, line 2'), 'orders')?.row).toBe(1);
  });
});

test.each(['22001', '23503', '23514', '44000', 'P0001', 'UE001', '99001'])('%s is the fault of a row', (code) => {
  expect(rowRefusal(serverError(code), 'orders')).toMatchObject({ row: null });
});

test.each(['08006', '25P02', '40P01', '42501', '42P01', '53100', '55P03', '57014', '57P01', '58030', 'XX000', 'F0000'])(
  '%s is not',
  (code) => {
    expect(rowRefusal(serverError(code), 'orders')).toBe(null);
  },
);

test.each(['08006', '40001', '53200', '57014'])('%s is not, though a row is named', (code) => {
  expect(rowRefusal(serverError(code, 'COPY orders, line 1'), 'orders')).toBe(null);
});

test.each([new Error('Connection terminated'), 'no', null])('what is not the server’s word is not', (error) => {
  expect(rowRefusal(error, 'orders')).toBe(null);
});
