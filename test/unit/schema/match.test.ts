import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { SluiceError } from '../../../src/errors/sluice-error.js';
import { newColumnNames } from '../../../src/schema/column-names.js';
import { matchColumns, type MatchRequest } from '../../../src/schema/match.js';
import type { TargetTable } from '../../../src/schema/table.js';
import { column, tableOf } from '../../support/tables.js';

type Flags = Partial<Pick<MatchRequest, 'map' | 'ignore' | 'byPosition'>>;

/** The pairs as `index>column`. */
function pairs(fileColumns: readonly string[], table: TargetTable, flags: Flags = {}): string[] {
  const request = { fileColumns, table, map: new Map(), ignore: new Set<string>(), byPosition: false, ...flags };
  return matchColumns(request).map(({ fileIndex, column: { name } }) => `${fileIndex}>${name}`);
}

/** Code, message and hint of the refusal. */
function refusal(fileColumns: readonly string[], table: TargetTable, flags: Flags = {}): string {
  try {
    pairs(fileColumns, table, flags);
  } catch (error) {
    if (error instanceof SluiceError) return `${error.code}: ${error.message} ${error.hint ?? ''}`;
    throw error;
  }
  throw new Error('The columns were matched.');
}

describe('by name', () => {
  test.each<[string, string[], string[], string[]]>([
    ['exact names in any order', ['b', 'a'], ['a', 'b'], ['0>b', '1>a']],
    ['a column that is left to NULL', ['a'], ['a', 'b'], ['0>a']],
    [
      'case and punctuation',
      ['Order ID', 'total-€', 'First.Name'],
      ['order_id', 'total', 'firstname'],
      ['0>order_id', '1>total', '2>firstname'],
    ],
    ['camel case', ['orderId'], ['order_id'], ['0>order_id']],
    ['a table in camel case', ['order_id'], ['orderId'], ['0>orderId']],
    ['exact beats alike', ['id', 'ID'], ['ID', 'id'], ['0>id', '1>ID']],
    ['the name it would have been given beats alike', ['a b', 'AB'], ['ab', 'a_b'], ['0>a_b', '1>ab']],
    [
      'names that are members of objects',
      ['__proto__', 'constructor', 'toString'],
      ['constructor', 'toString', '__proto__'],
      ['0>__proto__', '1>constructor', '2>toString'],
    ],
    ['a hostile name', ['"; drop table x; --'], ['"; drop table x; --'], ['0>"; drop table x; --']],
    ['one character or two', ['caf\u0065\u0301'], ['caf\u00e9'], ['0>caf\u00e9']],
    ['no columns at all', [], ['a'], []],
  ])('%s', (_, fileColumns, tableColumns, expected) => {
    expect(pairs(fileColumns, tableOf(...tableColumns))).toEqual(expected);
  });

  test('both lists are named, with the nearest names and the flags', () => {
    const table = tableOf(column('customer_id', { notNull: true }), 'order_no', column('at', { notNull: true }));
    expect(refusal(['custmer', 'Order No', 'x'], table)).toBe(
      "COLUMN_MISMATCH: The columns of the file and of public.t don't meet: " +
        'no column of the table matches custmer (nearest: customer_id) and x of the file; ' +
        'nothing in the file fills customer_id and at (NOT NULL without a default). ' +
        'Pair a file column with --map custmer=customer_id, or leave out with --ignore-columns custmer,x. ' +
        'Fill with --map file_column=customer_id, or give the column a default.',
    );
  });

  test('when nothing matches, the header may be missing', () => {
    expect(refusal(['17', 'Ann'], tableOf('id', 'name'))).toContain('use --no-header');
    expect(refusal(['17', 'name'], tableOf('id', 'name'))).not.toContain('--no-header');
  });

  test('long lists are cut', () => {
    const many = Array.from({ length: 10_000 }, (_, index) => `column ${index}`);
    expect(refusal(many, tableOf('a'))).toContain('"column 9" and 9990 more of the file');
  });

  test('control characters never reach the message, and a copied hint runs nothing', () => {
    const message = refusal(["\x1b]0;'$(reboot)`", 'a'], tableOf('a'));
    expect(message).toContain(`--ignore-columns '\\x1b]0;'\\''$(reboot)\``);
    expect(message).not.toMatch(/\p{Cc}/u);
  });

  test.each<[string, string[], string[], string]>([
    [
      'two file columns, one table column',
      ['Order ID', 'order-id'],
      ['order_id'],
      '"Order ID" and "order-id" of the file could be order_id',
    ],
    [
      'one file column, two table columns',
      ['OrderID'],
      ['order_id', 'Order_ID'],
      '"OrderID" of the file could be order_id and "Order_ID"',
    ],
    ['a duplicate header', ['a', 'a'], ['a'], 'a and a of the file could be a'],
    ['a table column that is taken', ['a', 'A'], ['a'], 'no column of the table matches "A"'],
    ['names of punctuation are not alike', ['#'], ['%'], 'no column of the table matches "#"'],
    ['an empty header', [''], ['a'], 'no column of the table matches ""'],
  ])('%s', (_, fileColumns, tableColumns, message) => {
    expect(refusal(fileColumns, tableOf(...tableColumns))).toContain(message);
  });

  test('what fills itself need not be filled', () => {
    const table = tableOf(
      'a',
      column('serial', { notNull: true, hasDefault: true }),
      column('always', { notNull: true, identity: 'always' }),
      column('total', { notNull: true, generated: true }),
    );
    expect(pairs(['a'], table)).toEqual(['0>a']);
  });

  test('identity columns take values, generated ones do not', () => {
    const table = tableOf(column('id', { notNull: true, identity: 'always' }), column('total', { generated: true }));
    expect(pairs(['id'], table)).toEqual(['0>id']);
    expect(refusal(['id', 'Total'], table)).toMatch(/computes the generated total itself.*--ignore-columns Total\./);
  });

  test('every file column of a table that was made from the file finds its own again, in any order', () => {
    const word = fc.constantFrom(
      'a',
      'A',
      'a b',
      'a-b',
      'AB',
      'ab',
      'a_b',
      'é',
      'É',
      '1',
      '_1',
      'xmin',
      'Xmin',
      '#',
      '$ ',
      '__proto__',
    );
    const header = fc.oneof(
      word,
      fc.string({ unit: 'grapheme', minLength: 1 }),
      fc.tuple(word, fc.integer({ min: 60, max: 70 })).map(([start, length]) => start.padEnd(length, 'long')),
    );
    const headers = fc.uniqueArray(
      header.filter((name) => name.trim() !== ''),
      { minLength: 1, maxLength: 12 },
    );
    const case_ = headers.chain((names) =>
      fc.tuple(fc.constant(names), fc.shuffledSubarray(names, { minLength: names.length })),
    );
    fc.assert(
      fc.property(case_, ([names, shuffled]) => {
        const created = newColumnNames(names);
        fc.pre(new Set(created).size === created.length);
        const expected = shuffled.map((name, index) => `${index}>${created[names.indexOf(name)]}`);
        expect(pairs(shuffled, tableOf(...created))).toEqual(expected);
      }),
    );
  });
});

describe('--map and --ignore-columns', () => {
  test('a map goes before any name, and frees the name it leaves', () => {
    const map = new Map([['a', 'b']]);
    expect(pairs(['a', 'A'], tableOf('a', 'b'), { map })).toEqual(['0>b', '1>a']);
  });

  test('both sides may be written loosely', () => {
    expect(pairs(['Order No', 'b'], tableOf('Id', 'b'), { map: new Map([['order_no', 'id']]) })).toEqual([
      '0>Id',
      '1>b',
    ]);
  });

  test('ignored columns need no partner', () => {
    expect(pairs(['a', 'x', 'a'], tableOf('x'), { ignore: new Set(['a']) })).toEqual(['1>x']);
  });

  test.each<[string, Flags, string]>([
    [
      'an unknown file column',
      { map: new Map([['aa1', 'a']]) },
      'USAGE: --map: the file has no column aa1. Did you mean aa?',
    ],
    [
      'an unknown table column',
      { map: new Map([['a', 'bbx']]) },
      'USAGE: --map: public.t has no column bbx. Did you mean bb?',
    ],
    [
      'an unknown ignored column',
      { ignore: new Set(['__proto__']) },
      'USAGE: --ignore-columns: the file has no column __proto__. Check',
    ],
    [
      'two maps to one',
      {
        map: new Map([
          ['a', 'a'],
          ['aa', 'a'],
        ]),
      },
      'USAGE: --map: two file columns are mapped to a.',
    ],
    [
      'two maps from one',
      {
        map: new Map([
          ['a', 'a'],
          ['A', 'bb'],
        ]),
      },
      'USAGE: --map: the file\'s column "A" is mapped twice.',
    ],
    [
      'mapped and ignored',
      { map: new Map([['a', 'a']]), ignore: new Set(['a']) },
      "USAGE: --map: the file's column a is also in --ignore-columns.",
    ],
  ])('%s', (_, flags, message) => {
    expect(refusal(['a', 'aa'], tableOf('a', 'bb'), flags)).toContain(message);
  });

  test('a loose name that fits several is refused', () => {
    const map = new Map([['ab', 'x']]);
    expect(refusal(['a b', 'a-b'], tableOf('x'), { map })).toContain('USAGE: --map: the file has 2 columns like ab.');
  });
});

describe('by position', () => {
  test('the first columns are filled in order, without the generated ones', () => {
    const table = tableOf('a', column('g', { generated: true }), column('id', { identity: 'always' }), 'b');
    expect(pairs(['1', '2'], table, { byPosition: true })).toEqual(['0>a', '1>id']);
  });

  test('more fields than columns', () => {
    expect(refusal(['1', '2'], tableOf('a'), { byPosition: true })).toContain(
      'COLUMN_MISMATCH: The file has 2 columns, and public.t has 1 to fill.',
    );
  });

  test('a column that must be filled', () => {
    const table = tableOf('a', column('b', { notNull: true }));
    expect(refusal(['1'], table, { byPosition: true })).toContain('nothing in the file fills b');
  });

  test.each<Flags>([{ map: new Map([['1', 'a']]) }, { ignore: new Set(['1']) }])(
    'flags that name columns: %j',
    (flags) => {
      expect(refusal(['1'], tableOf('a'), { ...flags, byPosition: true })).toContain('USAGE: Without a header');
    },
  );
});
