import { describe, expect, test } from 'vitest';
import { agreedColumns, columnLabels } from '../../../../src/run/reading/agreed-columns.js';
import { allColumns } from '../../../../src/run/reading/layouts.js';
import { recordSource as source } from '../../../support/record-sources.js';

describe('CSV', () => {
  test('alone: its own columns', () => {
    expect(agreedColumns([source({ names: ['a', 'b'] })])).toEqual({ names: ['a', 'b'], width: 2 });
    expect(agreedColumns([source({ names: null, width: 3 })])).toEqual({ names: null, width: 3 });
  });

  test('the same columns in any order: that of the first', () => {
    const all = [source({ names: ['a', 'b', '__proto__'] }), source({ names: ['__proto__', 'a', 'b'] })];
    expect(agreedColumns(all).names).toEqual(['a', 'b', '__proto__']);
  });

  test.each([
    [['a', 'b', 'c'], ['a', 'b'], 'two.csv lacks c'],
    [['a'], ['a', 'b'], 'two.csv has b besides'],
    [['a', 'Order ID'], ['a', 'order_id'], 'two.csv lacks "Order ID" and has order_id besides'],
    [['a'], ['A'], 'two.csv lacks a and has "A" besides'],
    [
      ['a'],
      Array.from({ length: 11 }, (_, index) => `c${index}`),
      'two.csv lacks a and has c0, c1, c2, c3, c4, c5, c6, c7 and 3 more besides',
    ],
  ])('%j and %j', (first, second, difference) => {
    const all = [source({ name: 'one.csv', names: first }), source({ name: 'two.csv', names: second })];
    expect(() => agreedColumns(all)).toThrow(
      expect.objectContaining({
        code: 'HEADERS_DIFFER',
        exitCode: 2,
        message: `Not all inputs have the columns of one.csv: ${difference}.`,
      }),
    );
  });

  test('columns without a name go by their place', () => {
    const blank = (...names: string[]) => source({ name: 'two.csv', names });
    const first = source({ name: 'one.csv', names: ['', 'a', ''] });
    const agreed = agreedColumns([first, blank('', 'a', '')]);
    expect(columnLabels(agreed)).toEqual(['column_1', 'a', 'column_3']);
    expect(allColumns(agreed, first).columns.map(({ index }) => index)).toEqual([0, 1, 2]);
    expect(() => agreedColumns([first, blank('a', '', '')])).toThrow(
      'two.csv lacks "(column 1, without a name)" and has "(column 2, without a name)" besides',
    );
    expect(() => agreedColumns([first, blank('', 'a')])).toThrow('two.csv lacks "(column 3, without a name)"');
  });

  test('one without a name keeps none, and no label is there twice', () => {
    const labels = (names: string[]) => columnLabels(agreedColumns([source({ names })]));
    expect(labels(['', 'a'])).toEqual(['', 'a']);
    expect(labels(['', '', 'column_2'])).toEqual(['column_1', '', 'column_2']);
  });

  test('without a header: as many', () => {
    const [one, two, three] = [2, 2, 3].map((width) => source({ name: `of ${width}`, names: null, width }));
    expect(agreedColumns([one, two])).toEqual({ names: null, width: 2 });
    expect(() => agreedColumns([one, two, three])).toThrow('of 3 has 3 columns and no header');
  });

  test('with a header and without one', () => {
    const [named, unnamed] = [source({ names: ['a'] }), source({ name: '-', names: null, width: 1 })];
    expect(() => agreedColumns([named, unnamed])).toThrow('stdin has 1 columns and no header');
    expect(() => agreedColumns([unnamed, named])).toThrow('data has 1 columns with a header');
  });

  test('every input that differs is named, as far as there is room', () => {
    const others = Array.from({ length: 20 }, (_, index) => source({ name: `${index}.csv`, names: ['b'] }));
    const all = [source({ name: 'first.csv', names: ['a'] }), source({ name: 'same.csv', names: ['a'] }), ...others];
    const message = messageOf(() => agreedColumns(all));
    expect(message).toMatch(/columns of first\.csv: 0\.csv lacks .*; 7\.csv lacks [^;]*; and 12 inputs more\.$/);
    expect(message).not.toContain('same.csv');
  });

  test('nothing hostile is printed', () => {
    const all = [source({ names: ['a'] }), source({ name: '\u001b[2J', names: ['\u202ea'] })];
    expect(messageOf(() => agreedColumns(all))).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  });
});

describe('JSON', () => {
  const json = (names: readonly string[], name = 'j') => source({ name, format: 'ndjson', names });

  test('alone: all keys that there are, in the order in which they come', () => {
    expect(agreedColumns([json(['a', 'b']), json(['c', 'a'])])).toEqual({ names: ['a', 'b', 'c'], width: 3 });
    expect(agreedColumns([json([])])).toEqual({ names: [], width: 0 });
  });

  test('beside CSV it may lack columns, wherever it stands', () => {
    const csv = source({ names: ['a', 'b'] });
    for (const all of [
      [csv, json(['b'])],
      [json(['b']), csv],
    ])
      expect(agreedColumns(all)).toEqual({ names: ['a', 'b'], width: 2 });
  });

  test('beside CSV it may not have others', () => {
    expect(() => agreedColumns([json(['a', 'z']), source({ name: 'c.csv', names: ['a'] })])).toThrow(
      'Not all inputs have the columns of c.csv: j has z besides.',
    );
  });
});

describe('a layout of all columns', () => {
  test('finds in each CSV input where the agreed columns stand', () => {
    const [one, two] = [source({ names: ['a', 'b', 'c'] }), source({ names: ['c', 'a', 'b'] })];
    const agreed = agreedColumns([one, two]);
    expect(allColumns(agreed, two).columns.map(({ name, index }) => [name, index])).toEqual([
      ['a', 1],
      ['b', 2],
      ['c', 0],
    ]);
  });

  test('without names goes by position', () => {
    const input = source({ names: null, width: 2 });
    expect(allColumns(agreedColumns([input]), input).columns.map(({ index }) => index)).toEqual([0, 1]);
  });

  test('tells what a key means', () => {
    const input = source({ format: 'json', names: ['a', '__proto__'] });
    const { columnOf } = allColumns(agreedColumns([input]), input);
    expect(['a', '__proto__', 'constructor', 'A'].map(columnOf)).toEqual([0, 1, 'unknown', 'unknown']);
  });
});

function messageOf(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('It did not throw.');
}
