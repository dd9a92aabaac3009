import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { batchOf } from '../../../support/batches.js';
import { columnsOf, toCsv } from '../../../support/converted.js';

type Value = string | null;

function csv(...rows: Value[][]): string {
  return toCsv(columnsOf(...rows[0].map(() => 'string' as const)), [batchOf(rows)]);
}

describe('a value', () => {
  test.each([
    ['x', 'x'],
    ['a,b', '"a,b"'],
    ['say "x"', '"say ""x"""'],
    ['"', '""""'],
    ['two\nlines', '"two\nlines"'],
    ['a\rb', '"a\rb"'],
    ['', '""'],
    [' x ', ' x '],
    ['a\tb', 'a\tb'],
    ['né 😀 \u0001\u007f', 'né 😀 \u0001\u007f'],
    ['#1', '"#1"'],
    ['\\.', '"\\."'],
    ['.', '.'],
  ])('%j', (value, expected) => {
    expect(csv([value, 'z'])).toBe(`a,b\n${expected},z\n`);
  });

  test('NULL is nothing, an empty text is quoted', () => {
    expect(csv([null, '', null])).toBe('a,b,c\n,"",\n');
  });

  test('in a file of one column NULL is quoted too, for a blank line is no record', () => {
    expect(csv([null], ['x'])).toBe('a\n""\nx\n');
  });

  test('# is quoted only where a line begins', () => {
    expect(csv(['a', '#'])).toBe('a,b\na,#\n');
  });
});

test('names are quoted like values', () => {
  expect(toCsv([{ name: 'a,"b"', kind: 'string' }], [])).toBe('"a,""b"""\n');
});

test('TSV is the same with tabs', () => {
  expect(toCsv(columnsOf('string', 'string'), [batchOf([['a\tb', 'c,d']])], '\t')).toBe('a\tb\n"a\tb"\tc,d\n');
});

test('values beyond a chunk', () => {
  const long = 'x"'.repeat(300_000);
  expect(csv([long, 'y'], ['z', long])).toBe(
    `a,b\n"${long.replaceAll('"', '""')}",y\nz,"${long.replaceAll('"', '""')}"\n`,
  );
});

const value = fc.oneof(
  fc.constantFrom(null, '', ' ', '"', '""', ',', '\n', '\r\n', '\r', '\t', '#', '\\.', '\ufeff', '\u2028'),
  fc.string({ unit: fc.constantFrom(...'ab,"\n\r\t#é😀\u0001') }),
  fc.string({ unit: 'grapheme' }),
);

/** The rows of a CSV text as csv-parse reads them, NULL apart from the empty text. */
function readBack(text: string, delimiter: string): Value[][] {
  const cast = (field: string, { quoting }: { quoting: boolean }): Value => (field === '' && !quoting ? null : field);
  return parse(text, { delimiter, cast, record_delimiter: '\n', from_line: 2 });
}

test('what is written is read back, and written again the same', () => {
  const table = fc
    .integer({ min: 2, max: 4 })
    .chain((width) => fc.array(fc.array(value, { minLength: width, maxLength: width }), { minLength: 1 }));
  fc.assert(
    fc.property(table, fc.constantFrom(',', '\t', ';'), (rows, delimiter) => {
      const columns = columnsOf(...rows[0].map(() => 'string' as const));
      const text = toCsv(columns, [batchOf(rows)], delimiter);
      const read = readBack(text, delimiter);
      expect(read).toEqual(rows);
      expect(toCsv(columns, [batchOf(read)], delimiter)).toBe(text);
    }),
  );
});
