import { describe, expect, test } from 'vitest';
import type { AddedColumn } from '../../../src/config/reading-flags.js';
import { layoutFor, meetTable, type TargetColumns } from '../../../src/run/target-columns.js';
import type { TargetTable } from '../../../src/schema/table.js';
import { recordSource } from '../../support/record-sources.js';
import { column, tableOf } from '../../support/tables.js';

interface Meeting {
  readonly names: readonly string[] | null;
  readonly table: TargetTable;
  readonly map?: readonly [string, string][];
  readonly ignore?: readonly string[];
  readonly added?: readonly AddedColumn[];
  /** Default: as JSON is */
  readonly hasLateKeys?: boolean;
}

function meet({ names, table, map = [], ignore = [], added = [], hasLateKeys = true }: Meeting): TargetColumns {
  return meetTable({
    agreed: { names, width: names?.length ?? 2 },
    table,
    plan: { map: new Map(map), ignoreColumns: new Set(ignore) },
    addedColumns: added,
    isFlattened: false,
    hasLateKeys,
  });
}

const pairs = ({ filled }: TargetColumns): [string, string][] =>
  filled.map(({ name, column: { name: to } }) => [name, to]);

const json = (names: readonly string[]) => recordSource({ format: 'ndjson', names });

describe('columns that the heads show', () => {
  test('are paired with those of the table; nothing else is filled', () => {
    const columns = meet({ names: ['B', 'a'], table: tableOf('a', 'b', 'c'), hasLateKeys: false });
    expect(pairs(columns)).toEqual([
      ['B', 'b'],
      ['a', 'a'],
    ]);
  });

  test('without names are those of the table', () => {
    const columns = meet({ names: null, table: tableOf('a', 'b', 'c'), hasLateKeys: false });
    expect(pairs(columns)).toEqual([
      ['a', 'a'],
      ['b', 'b'],
    ]);
  });

  test('of which none is left', () => {
    expect(() => meet({ names: ['a'], table: tableOf('a'), ignore: ['a'], hasLateKeys: false })).toThrow(
      expect.objectContaining({ code: 'COLUMN_MISMATCH' }),
    );
  });

  test('without a name fill what a new table calls them, each with its own values', () => {
    const names = ['', '', 'b'];
    const columns = meet({ names, table: tableOf('column_1', 'column_2', 'b'), hasLateKeys: false });
    const layout = layoutFor(columns, recordSource({ names }));
    expect(layout.columns.map(({ name, index }) => [name, index])).toEqual([
      ['column_1', 0],
      ['column_2', 1],
      ['b', 2],
    ]);
  });

  test('are read where each input has them', () => {
    const columns = meet({ names: ['a', 'b'], table: tableOf('b', 'a'), hasLateKeys: false });
    const layout = layoutFor(columns, recordSource({ names: ['b', 'a'] }));
    expect(layout.columns.map(({ name, index }) => [name, index])).toEqual([
      ['a', 1],
      ['b', 0],
    ]);
    const byPosition = layoutFor(columns, recordSource({ names: null, width: 2 }));
    expect(byPosition.columns.map(({ index }) => index)).toEqual([0, 1]);
  });
});

describe('columns that --add-column fills', () => {
  const added = (...names: string[]): AddedColumn[] => names.map((name) => ({ name, value: { kind: 'file' } }));

  test('are named once', () => {
    expect(() => meet({ names: ['a'], table: tableOf('a', 'b'), added: added('b', 'B') })).toThrow(
      expect.objectContaining({ code: 'USAGE', message: '--add-column: the column b is named twice.' }),
    );
  });

  test('are not filled by the file too, unless it is told otherwise', () => {
    const both = { names: ['a', 'b'], table: tableOf('a', 'b', 'c'), added: added('b'), hasLateKeys: false };
    expect(() => meet(both)).toThrow('Both the file and --add-column would fill the column b.');
    expect(() => meet({ ...both, names: ['a', ' B '] })).toThrow('Both the file and --add-column');
    expect(pairs(meet({ ...both, ignore: ['b'] }))).toEqual([['a', 'a']]);
    expect(pairs(meet({ ...both, names: ['a', 'b', 'x'], ignore: ['x,b'] }))).toEqual([['a', 'a']]);
    expect(pairs(meet({ ...both, map: [['b', 'c']] }))).toEqual([
      ['a', 'a'],
      ['b', 'c'],
    ]);
  });
});

describe('late keys', () => {
  test('have all columns of the table in which NULL is as good as nothing', () => {
    const table = tableOf(
      'id',
      'note',
      column('with_default', { hasDefault: true }),
      column('computed', { generated: true }),
      column('number', { identity: 'by default' }),
    );
    expect(pairs(meet({ names: ['id'], table }))).toEqual([
      ['id', 'id'],
      ['note', 'note'],
    ]);
  });

  test('are known by the exact name, and by letters and digits', () => {
    const columns = meet({ names: ['id'], table: tableOf('id', 'full_name', '__proto__') });
    const { columnOf } = layoutFor(columns, json(['id']));
    expect(['id', 'full_name', 'Full Name', '__proto__', 'constructor', 'other'].map(columnOf)).toEqual([
      0,
      1,
      1,
      2,
      'unknown',
      'unknown',
    ]);
  });

  test('may be named by flags', () => {
    const columns = meet({ names: ['id'], table: tableOf('id', 'label'), map: [['late', 'label']], ignore: ['x,y'] });
    const { columnOf } = layoutFor(columns, json(['id']));
    expect(['late', 'x', 'y', 'z'].map(columnOf)).toEqual([1, 'ignored', 'ignored', 'unknown']);
    expect(pairs(columns)).toEqual([
      ['id', 'id'],
      ['late', 'label'],
    ]);
  });

  test('are not made up by flags that name a key of the heads in another spelling', () => {
    const table = tableOf('id', 'label');
    const columns = meet({ names: ['id', 'Full Name', 'a,b'], table, map: [['full_name', 'label']], ignore: ['a,b'] });
    const { columnOf } = layoutFor(columns, json(['id', 'Full Name', 'a,b']));
    expect(['id', 'Full Name', 'a,b'].map(columnOf)).toEqual([0, 1, 'ignored']);
    const ignoring = meet({ names: ['id', 'Junk'], table, ignore: ['junk, more'] });
    expect(['Junk', 'more'].map(layoutFor(ignoring, json(['id', 'Junk'])).columnOf)).toEqual(['ignored', 'ignored']);
  });

  test('with no letter or digit are alike to nothing', () => {
    const { columnOf } = layoutFor(meet({ names: ['id', '#'], table: tableOf('id', '#') }), json(['id', '#']));
    expect(['#', '!'].map(columnOf)).toEqual([1, 'unknown']);
  });

  test('never take the place of a key that the heads have shown', () => {
    const { columnOf } = layoutFor(meet({ names: ['id'], table: tableOf('id', 'note') }), json(['id']));
    expect(['id', 'ID', 'Note'].map(columnOf)).toEqual([0, 'unknown', 1]);
  });

  test('never undo a flag: what is left out or mapped stays so, even when the table has a column of that name', () => {
    const table = tableOf('id', 'a', 'b');
    const left = layoutFor(meet({ names: ['id', 'a'], table, ignore: ['a'] }), json(['id', 'a']));
    expect(['a', 'A', 'b'].map(left.columnOf)).toEqual(['ignored', 1, 2]);
    const mapped = layoutFor(meet({ names: ['id', 'a'], table, map: [['a', 'b']] }), json(['id', 'a']));
    expect(mapped.columnOf('a')).toBe(1);
  });

  test('of inputs that show no key at all: any column of the table may come', () => {
    expect(pairs(meet({ names: [], table: tableOf('a', 'b') }))).toEqual([
      ['a', 'a'],
      ['b', 'b'],
    ]);
  });
});

describe('what is made of nested values', () => {
  const typed = (name: string, builtIn = true) => ({ name, builtIn, typmod: -1, display: name, labels: [] });

  test.each([
    ['jsonb', true, 'json'],
    ['json', true, 'json'],
    ['text', true, 'text'],
    ['varchar', true, 'text'],
    ['bpchar', true, 'text'],
    ['int4', true, 'scalar'],
    ['date', true, 'scalar'],
    ['json', false, 'scalar'],
  ])('%s (built in: %j): %s', (name, builtIn, kind) => {
    const table = tableOf(column('a', { type: typed(name, builtIn) }));
    expect(layoutFor(meet({ names: ['a'], table }), json(['a'])).columns[0].kind).toBe(kind);
  });
});

describe('added columns', () => {
  const added: AddedColumn[] = [{ name: 'Source', value: { kind: 'file' } }];

  test('are not for the inputs: not by name, not by position, not late', () => {
    const table = tableOf('source', 'id', 'note');
    const byName = meet({ names: ['id'], table, added });
    expect(pairs(byName)).toEqual([
      ['id', 'id'],
      ['note', 'note'],
    ]);
    expect(byName.added.map(({ column: { name } }) => name)).toEqual(['source']);
    expect(pairs(meet({ names: null, table, added, hasLateKeys: false }))).toEqual([
      ['id', 'id'],
      ['note', 'note'],
    ]);
  });

  test('fill what must be filled', () => {
    const table = tableOf('id', column('source', { notNull: true }));
    expect(() => meet({ names: ['id'], table, added, hasLateKeys: false })).not.toThrow();
  });

  test('must be in the table', () => {
    expect(() => meet({ names: ['id'], table: tableOf('id', 'sources'), added })).toThrow(
      expect.objectContaining({ code: 'USAGE', hint: 'Did you mean sources?' }),
    );
  });
});
