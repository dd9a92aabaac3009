import { parse as oracle } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseCsv, type ParsedCsv, type ParseCsvOptions } from '../../../support/parse-csv.js';

const CHUNK_SIZES = [1, 2, 7, 64 * 1024];

function fieldsOf({ records }: ParsedCsv): (string | null)[][] {
  return records.map(({ fields }) => fields);
}

/** What a dialect of the byte parser may have besides its delimiter and its quote. */
const wildDialect = fc.record({
  escape: fc.constantFrom('"', '\\'),
  comment: fc.constantFrom('', '', ';', 'a1'),
  trim: fc.boolean(),
  ragged: fc.constantFrom('reject' as const, 'pad' as const, 'truncate' as const),
});

/** Any text in which quotes, delimiters and line ends are frequent. */
const wildText = fc
  .array(fc.constantFrom('"', '""', ',', ';', '\n', '\r\n', '\r', 'a', 'b c', '1', "'", '\0', '\xff'), {
    maxLength: 60,
  })
  .map((parts) => parts.join(''));

describe('the same whatever the chunks and blocks are', () => {
  test('records, rejects, lines and offsets', () => {
    fc.assert(
      fc.property(
        wildText,
        fc.integer({ min: 1, max: 4 }),
        fc.constantFrom(8, 1 << 20),
        wildDialect,
        (text, width, maxRecordBytes, dialect) => {
          const whole = parseCsv(text, { ...dialect, width, maxRecordBytes, blockBytes: 1 << 16 });
          for (const chunkBytes of CHUNK_SIZES) {
            for (const blockBytes of [2, 16, 64]) {
              expect(parseCsv(text, { ...dialect, width, maxRecordBytes, chunkBytes, blockBytes })).toEqual(whole);
            }
          }
        },
      ),
      { numRuns: 400 },
    );
  });
});

describe('nothing vanishes', () => {
  test('every line that is not blank is in exactly one record or reject, at its own offset', () => {
    fc.assert(
      fc.property(wildText, fc.integer({ min: 1, max: 4 }), wildDialect, (text, width, dialect) => {
        const { comment } = dialect;
        const { records, rejects, read } = parseCsv(text, { ...dialect, width });
        const parts = [...records, ...rejects].toSorted((a, b) => a.ordinal - b.ordinal);
        expect(parts.map(({ ordinal }) => ordinal)).toEqual(parts.map((_, index) => index + 1));
        expect(read).toBe(parts.length);
        let rest = text;
        for (const { raw, byteOffset, line } of parts.toReversed()) {
          expect(text.slice(byteOffset, byteOffset + raw.length)).toBe(raw);
          expect(line).toBe(text.slice(0, byteOffset).split('\n').length);
          rest = rest.slice(0, byteOffset) + rest.slice(byteOffset + raw.length);
        }
        const left = rest.split('\n').filter((line) => comment === '' || !line.startsWith(comment));
        expect(left.join('').replaceAll('\r', '')).toBe('');
      }),
      { numRuns: 2000 },
    );
  });
});

describe('csv-parse is the oracle', () => {
  const strict = { record_delimiter: ['\n', '\r\n'], relax_column_count: true, skip_empty_lines: true };

  function readByOracle(text: string, delimiter: string, quote: string | null): string[][] | null {
    try {
      return oracle(Buffer.from(text, 'latin1'), {
        ...strict,
        delimiter,
        quote,
        escape: quote,
        encoding: 'latin1',
      });
    } catch {
      return null;
    }
  }

  test('whatever it reads without complaint, in records of one width, is read alike', () => {
    let compared = 0;
    fc.assert(
      fc.property(wildText, fc.constantFrom(',', ';'), fc.constantFrom('"', "'", null), (text, delimiter, quote) => {
        // Two differences: a lone CR is data here; csv-parse takes a NUL after a closing quote for nothing.
        fc.pre(!/\r(?!\n)|\0/.test(text));
        const expected = readByOracle(text, delimiter, quote);
        const width = expected?.[0]?.length ?? 0;
        fc.pre(expected !== null && width > 0 && expected.every((record) => record.length === width));
        compared++;
        const { records, rejects } = parseCsv(text, { width, delimiter, quote: quote ?? '', escape: quote ?? '' });
        expect(records.map(({ fields }) => fields.map((field) => field ?? ''))).toEqual(expected);
        expect(rejects).toEqual([]);
      }),
      { numRuns: 6000 },
    );
    expect(compared).toBeGreaterThan(1000);
  });

  test('records written by the rules of RFC 4180 come back as they were', () => {
    const value = fc
      .array(fc.constantFrom('"', ',', '\n', '\r\n', '\r', 'a', 'ü', ' ', "'", 'long text '), { maxLength: 8 })
      .map((parts) => parts.join(''));
    const table = fc
      .integer({ min: 1, max: 5 })
      .chain((width) =>
        fc.array(fc.array(value, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 20 }),
      );
    fc.assert(
      fc.property(table, fc.constantFrom('\n', '\r\n'), fc.boolean(), (rows, lineEnd, lastEnd) => {
        const text = rows.map((row) => row.map(quoted).join(',')).join(lineEnd) + (lastEnd ? lineEnd : '');
        const parsed = parseCsv(Buffer.from(text), { width: rows[0].length });
        expect(parsed.rejects).toEqual([]);
        const expected = rows.map((row) => row.map((field) => Buffer.from(field).toString('latin1')));
        expect(fieldsOf(parsed)).toEqual(expected);
      }),
    );
  });

  function quoted(field: string): string {
    return `"${field.replaceAll('"', '""')}"`;
  }
});

describe('examples', () => {
  const cases: [name: string, text: string, options: ParseCsvOptions, fields: (string | null)[][]][] = [
    ['empty fields are NULL, quoted empty ones are empty', 'a,,""\n', { width: 3 }, [['a', null, '']]],
    [
      'LF and CRLF mixed, the last line end missing',
      'a,b\r\nc,d\ne,f',
      { width: 2 },
      [
        ['a', 'b'],
        ['c', 'd'],
        ['e', 'f'],
      ],
    ],
    [
      'CRLF after a quoted field',
      '"a","b"\r\n"c","d"\r\n',
      { width: 2 },
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    [
      'blank lines are no records',
      '\n\r\na,b\n\n\r\nc,d\n\n',
      { width: 2 },
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    ['a quote inside an unquoted field is a byte', 'a"b,5" disk\n', { width: 2 }, [['a"b', '5" disk']]],
    ['a lone CR is a byte', 'a\rb,c\n', { width: 2 }, [['a\rb', 'c']]],
    ['a newline and a delimiter inside quotes', '"a\nb","c,d"\n', { width: 2 }, [['a\nb', 'c,d']]],
    ['doubled quotes', '"""a""",""""\n', { width: 2 }, [['"a"', '"']]],
    ['a tab as delimiter', 'a\tb\n', { width: 2, delimiter: '\t' }, [['a', 'b']]],
    ['no quote at all', '"a",b\n', { width: 2, quote: '' }, [['"a"', 'b']]],
    ['another quote', `'a,b',"c\n`, { width: 2, quote: "'", escape: "'" }, [['a,b', '"c']]],
    [
      'further texts for NULL, unquoted only',
      'NULL,"NULL",\\N\n',
      { width: 3, nulls: ['NULL', '\\N'] },
      [[null, 'NULL', null]],
    ],
    ['a single column', 'a\n""\nb\n', { width: 1 }, [['a'], [''], ['b']]],
    ['nothing', '', { width: 2 }, []],
    ['lines as they are', 'a,b\n"c" d\n', { width: 1, delimiter: '', quote: '', escape: '' }, [['a,b'], ['"c" d']]],
    ['lines that may be quoted', '"a\nb"\nc,d\n', { width: 1, delimiter: '' }, [['a\nb'], ['c,d']]],
    [
      'backslashes before quotes and backslashes; any other is itself',
      String.raw`"a\"b","c:\temp","\\",\"d` + '\n',
      { width: 4, escape: '\\' },
      [['a"b', String.raw`c:\temp`, '\\', String.raw`\"d`]],
    ],
    [
      'comments',
      '#x,"y\na,b\n# z\n"#c",d\n#',
      { width: 2, comment: '#' },
      [
        ['a', 'b'],
        ['#c', 'd'],
      ],
    ],
    [
      'blanks around fields',
      ' a\t, "b , c" ,  \r\n\t" d "\t , e f ,""\n',
      { width: 3, trim: true },
      [
        ['a', 'b , c', null],
        [' d ', 'e f', ''],
      ],
    ],
    ['blanks around texts for NULL', 'NULL ,"NULL" \n', { width: 2, trim: true, nulls: ['NULL'] }, [[null, 'NULL']]],
    ['tabs that are delimiters', 'a\t\t b \n', { width: 3, delimiter: '\t', trim: true }, [['a', null, 'b']]],
    ['blanks without --trim', ' a , "b"\n', { width: 2 }, [[' a ', ' "b"']]],
    [
      'missing fields padded',
      'a\nb,c,d\n',
      { width: 3, ragged: 'pad' },
      [
        ['a', null, null],
        ['b', 'c', 'd'],
      ],
    ],
    [
      'surplus fields dropped',
      'a,b,c,"d"\ne,f\n',
      { width: 2, ragged: 'truncate' },
      [
        ['a', 'b'],
        ['e', 'f'],
      ],
    ],
  ];

  test.each(cases)('%s', (_name, text, options, fields) => {
    const parsed = parseCsv(text, options);
    expect(fieldsOf(parsed)).toEqual(fields);
    expect(parsed.rejects).toEqual([]);
  });

  test('lines stay right after newlines in quotes and blank lines', () => {
    const { records } = parseCsv('a,b\n"c\nc\nc",d\n\ne,f\n', { width: 2 });
    expect(records.map(({ line }) => line)).toEqual([1, 2, 6]);
  });
});

describe('malformed records cost one line', () => {
  const good = 'x,y\n';

  test.each([
    ['text_after_quote', '"a"b,c\n'],
    ['text_after_quote', '"a" ,c\n'],
    ['too_few_fields', 'a\n'],
    ['too_many_fields', 'a,b,c\n'],
  ])('%s: %j', (code, line) => {
    const { records, rejects } = parseCsv(`${good}${line}${good}`, { width: 2 });
    expect(rejects).toEqual([expect.objectContaining({ code, line: 2, ordinal: 2, raw: line.trimEnd() })]);
    expect(records.map((record) => record.line)).toEqual([1, 3]);
  });

  test('the message counts the fields', () => {
    const { rejects } = parseCsv(`a\n${','.repeat(500)}\n`, { width: 2 });
    expect(rejects.map(({ message }) => message)).toEqual([
      'too few fields (1 of 2)',
      'too many fields (66 or more of 2)',
    ]);
  });

  test.each([
    ['pad', 'too_many_fields'],
    ['truncate', 'too_few_fields'],
  ] as const)('--ragged %s does nothing for %s', (ragged, code) => {
    const { rejects } = parseCsv('a\nb,c,d\n', { width: 2, ragged });
    expect(rejects.map((reject) => reject.code)).toEqual([code]);
  });

  test('a comment that is longer than a block and than a record may be', () => {
    const text = `#${'x'.repeat(1000)}\n${good}#${'"y'.repeat(1000)}\n${good}`;
    const { records, rejects } = parseCsv(text, { width: 2, comment: '#', maxRecordBytes: 100, chunkBytes: 7 });
    expect(rejects).toEqual([]);
    expect(records.map(({ line }) => line)).toEqual([2, 4]);
  });

  test('a stray opening quote that nothing closes', () => {
    const { records, rejects } = parseCsv(`a,"b\n${good.repeat(5)}`, { width: 2 });
    expect(rejects).toEqual([expect.objectContaining({ code: 'unclosed_quote', line: 1, raw: 'a,"b' })]);
    expect(records).toHaveLength(5);
  });

  test('a stray opening quote that a quoted field further down seems to close', () => {
    const { records, rejects } = parseCsv(`a,"b\n${good.repeat(3)}1,"q"\n${good}`, { width: 2 });
    expect(rejects.map(({ line }) => line)).toEqual([1]);
    expect(records.map(({ line }) => line)).toEqual([2, 3, 4, 5, 6]);
  });

  test('a stray opening quote whose fields happen to close at a line end', () => {
    const { records, rejects } = parseCsv(`a,"c\n${'x,y,z\n'.repeat(3)}1,2"\n`, { width: 3 });
    expect(rejects.map(({ code, line }) => [code, line])).toEqual([
      ['too_few_fields', 1],
      ['too_few_fields', 5],
    ]);
    expect(records.map(({ line }) => line)).toEqual([2, 3, 4]);
  });

  test('a record longer than the limit: reading resumes on the line after it began', () => {
    const text = `a,"b\n${good.repeat(50)}`;
    const { records, rejects } = parseCsv(text, { width: 2, maxRecordBytes: 40 });
    expect(rejects).toEqual([expect.objectContaining({ code: 'record_too_long', line: 1, raw: 'a,"b' })]);
    expect(records.map(({ line }) => line)).toEqual(Array.from({ length: 50 }, (_, index) => index + 2));
  });

  test('a long line without a quote: it is cut in the reject, and passed over', () => {
    const text = `${'a'.repeat(10_000)},b\n${good}`;
    const { records, rejects } = parseCsv(text, { width: 2, maxRecordBytes: 100, chunkBytes: 64 });
    expect(rejects).toEqual([expect.objectContaining({ code: 'record_too_long', line: 1, raw: 'a'.repeat(100) })]);
    expect(records.map(({ line }) => line)).toEqual([2]);
  });

  test('a record of exactly the limit is not too long, with either line end', () => {
    for (const lineEnd of ['\n', '\r\n', '']) {
      const text = `${'a'.repeat(8)},b${lineEnd}`;
      expect(parseCsv(text, { width: 2, maxRecordBytes: 10, chunkBytes: 1 }).rejects).toEqual([]);
      expect(parseCsv(text, { width: 2, maxRecordBytes: 9, chunkBytes: 1 }).rejects).toHaveLength(1);
    }
  });
});
