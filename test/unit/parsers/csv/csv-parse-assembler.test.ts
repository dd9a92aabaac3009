import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseCsv, type ParseCsvOptions } from '../../../support/parse-csv.js';

/** A dialect with the text that is special in it. */
interface Wild {
  readonly text: string;
  readonly options: ParseCsvOptions;
}

/** The marks that a dialect may have. */
interface Marks {
  readonly delimiters: readonly string[];
  readonly quotes: readonly string[];
  /** `doubled` is the quote. */
  readonly escapes: readonly string[];
}

/** Any dialect of these marks, and any text in which they are frequent. */
function wild({ delimiters, quotes, escapes }: Marks): fc.Arbitrary<Wild> {
  const dialects = fc.record({
    delimiter: fc.constantFrom(...delimiters),
    quote: fc.constantFrom(...quotes),
    escape: fc.constantFrom(...escapes),
    comment: fc.constantFrom('', '#', '//'),
    lineEnd: fc.constantFrom('lf' as const, 'cr' as const),
    trim: fc.boolean(),
    ragged: fc.constantFrom('reject' as const, 'pad' as const, 'truncate' as const),
    nulls: fc.constantFrom([], ['NULL'], ['a', '1']),
    maxRecordBytes: fc.constantFrom(8, 30, 1 << 20),
    width: fc.integer({ min: 1, max: 4 }),
  });
  return dialects.chain((dialect) => {
    const escape = dialect.escape === 'doubled' ? dialect.quote : dialect.escape;
    const { delimiter, quote, comment } = dialect;
    const marks = [delimiter, delimiter, quote, quote + quote, `${escape}${quote}`, escape, comment || '#'];
    const others = ['\n', '\n', '\r\n', '\r', 'a', 'b c', ' ', '\t', '1', 'NULL', '\xc3\xa9', '\xff', '|', '('];
    const parts = [...marks.map((mark) => Buffer.from(mark).toString('latin1')), ...others];
    return fc
      .array(fc.constantFrom(...parts), { maxLength: 40 })
      .map((chosen) => ({ text: chosen.join(''), options: { ...dialect, escape } }));
  });
}

const anyMarks: Marks = {
  delimiters: [',', ';', '\t', '', '||', '::', '-|-', '§'],
  quotes: ['"', "'", '', '<>', '“'],
  escapes: ['doubled', '\\', '^'],
};

describe('the same whatever the chunks are', () => {
  test('records, rejects, lines and offsets', () => {
    fc.assert(
      fc.property(wild(anyMarks), ({ text, options }) => {
        const whole = parseCsv(text, { ...options, byCsvParse: true });
        for (const chunkBytes of [1, 2, 7]) {
          expect(parseCsv(text, { ...options, byCsvParse: true, chunkBytes })).toEqual(whole);
        }
      }),
      { numRuns: 250 },
    );
  });
});

describe('from any record on', () => {
  test('the same records and rejects as from the first', () => {
    fc.assert(
      fc.property(wild(anyMarks), ({ text, options }) => {
        const whole = parseCsv(text, { ...options, byCsvParse: true });
        for (const start of [...whole.records, ...whole.rejects]) {
          expect(parseCsv(text, { ...options, byCsvParse: true, start })).toEqual({
            records: whole.records.filter(({ ordinal }) => ordinal >= start.ordinal),
            rejects: whole.rejects.filter(({ ordinal }) => ordinal >= start.ordinal),
            read: whole.read,
          });
        }
      }),
      { numRuns: 250 },
    );
  });
});

describe('nothing vanishes', () => {
  test('every line is in exactly one record or reject, or blank, or a comment', () => {
    fc.assert(
      fc.property(wild(anyMarks), ({ text, options }) => {
        const { records, rejects, read } = parseCsv(text, { ...options, byCsvParse: true });
        const parts = [...records, ...rejects].toSorted((a, b) => a.ordinal - b.ordinal);
        expect(parts.map(({ ordinal }) => ordinal)).toEqual(parts.map((_, index) => index + 1));
        expect(read).toBe(parts.length);
        const lineEnd = options.lineEnd === 'cr' ? /\r\n|\r|\n/ : /\r?\n/;
        let rest = text;
        for (const { raw, byteOffset, line } of parts.toReversed()) {
          expect(text.slice(byteOffset, byteOffset + raw.length)).toBe(raw);
          expect(line).toBe(text.slice(0, byteOffset).split(lineEnd).length);
          // The rest of a line that was too long for a reject is passed over with it.
          const cut = raw.length === options.maxRecordBytes ? text.slice(byteOffset + raw.length).search(lineEnd) : 0;
          const end = cut === -1 ? text.length : byteOffset + raw.length + cut;
          rest = rest.slice(0, byteOffset) + rest.slice(end);
        }
        const left = rest.split(lineEnd).filter((line) => line !== '' && line !== '\r');
        const comment = options.comment ?? '';
        expect(left.filter((line) => comment === '' || !line.startsWith(comment))).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });
});

describe('the byte parser and csv-parse', () => {
  const sharedMarks: Marks = { delimiters: [',', ';', '\t', ''], quotes: ['"', "'", ''], escapes: ['doubled', '\\'] };

  test('read alike what both can read, but for the documented differences', () => {
    let compared = 0;
    fc.assert(
      fc.property(wild(sharedMarks), ({ text, options }) => {
        // What is too long is told before what else is wrong with it, and CR line ends are for csv-parse alone.
        const shared: ParseCsvOptions = { ...options, lineEnd: 'lf', maxRecordBytes: 1 << 20 };
        fc.pre(!hasDocumentedDifference(text, shared));
        compared++;
        expect(parseCsv(text, { ...shared, byCsvParse: true })).toEqual(parseCsv(text, shared));
      }),
      { numRuns: 1500 },
    );
    expect(compared).toBeGreaterThan(1000);
  });

  /** Blanks around quotes with --trim; a backslash before anything but a quote or a backslash. */
  function hasDocumentedDifference(text: string, options: ParseCsvOptions): boolean {
    const { delimiter = '', quote = '', escape, trim } = options;
    if (quote === '') return false;
    const blanks = [' ', '\t'].filter((blank) => blank !== delimiter);
    if (trim && blanks.some((blank) => text.includes(blank + quote) || text.includes(quote + blank))) return true;
    const escaped = text.replaceAll('\\\\', '').split('\\').slice(1);
    return escape === '\\' && escaped.some((rest) => !rest.startsWith(quote));
  }
});

describe('examples', () => {
  const bars = { delimiter: '||', width: 2 };
  const cases: [name: string, text: string, options: ParseCsvOptions, fields: (string | null)[][]][] = [
    [
      'a delimiter of several characters',
      'a||"b||c"\n|d||e|\n',
      bars,
      [
        ['a', 'b||c'],
        ['|d', 'e|'],
      ],
    ],
    [
      'empty fields are NULL, quoted empty ones are empty',
      '||""\n"a"||\n',
      bars,
      [
        [null, ''],
        ['a', null],
      ],
    ],
    ['further texts for NULL, unquoted only', 'NULL||"NULL"\n', { ...bars, nulls: ['NULL'] }, [[null, 'NULL']]],
    ['a quote inside an unquoted field', 'a"b||5" disk\n', bars, [['a"b', '5" disk']]],
    ['a value that begins with quotes', '"""a"""||b\n', bars, [['"a"', 'b']]],
    ['quotes of several characters', '<>a<><>b<>||c\n', { ...bars, quote: '<>', escape: '<>' }, [['a<>b', 'c']]],
    ['another escape', '"a^"b^^c"||d^\n', { ...bars, escape: '^' }, [['a"b^c', 'd^']]],
    [
      'CR line ends',
      'a||b\rc||"d\re"\r\rf||g',
      { ...bars, lineEnd: 'cr' },
      [
        ['a', 'b'],
        ['c', 'd\re'],
        ['f', 'g'],
      ],
    ],
    [
      'CR, CRLF and LF',
      'a||b\rc||d\r\ne||f\ng||h',
      { ...bars, lineEnd: 'cr' },
      [
        ['a', 'b'],
        ['c', 'd'],
        ['e', 'f'],
        ['g', 'h'],
      ],
    ],
    ['bytes that are no UTF-8', 'a\xff||\xa0b\n', bars, [['a\xff', '\xa0b']]],
    [
      'blanks',
      ' a ||"b "\n  ||\tc\n',
      { ...bars, trim: true },
      [
        ['a', 'b '],
        [null, 'c'],
      ],
    ],
    ['comments', '# a "||b\nc||d\n', { ...bars, comment: '# ' }, [['c', 'd']]],
    ['a long field', `${'x'.repeat(100_000)}||y\n`, bars, [['x'.repeat(100_000), 'y']]],
  ];

  test.each(cases)('%s', (_name, text, options, fields) => {
    const parsed = parseCsv(text, options);
    expect(parsed.rejects).toEqual([]);
    expect(parsed.records.map((record) => record.fields)).toEqual(fields);
  });

  test.each([
    ['text_after_quote', '"a"b||c', {}],
    ['too_few_fields', 'a', {}],
    ['too_many_fields', 'a||b||c', {}],
    ['unclosed_quote', 'a||"b', {}],
    ['text_after_quote', '"a" ||b', { trim: true }],
    ['blank_before_quote', 'a|| "b"', { trim: true }],
    ['record_too_long', `a||${'b'.repeat(100)}`, { maxRecordBytes: 50 }],
  ])('%s costs its line: %j', (code, line, options) => {
    const { records, rejects } = parseCsv(`x||y\n${line}\nx||y\n`, { ...bars, ...options });
    expect(rejects).toEqual([expect.objectContaining({ code, line: 2, ordinal: 2, raw: line.slice(0, 50) })]);
    expect(records.map((record) => record.line)).toEqual([1, 3]);
  });

  test('a line that never ends is rejected when it is too long, and passed over without being kept', () => {
    const text = `${'a'.repeat(3_000_000)}\nx||y\n`;
    const { records, rejects } = parseCsv(text, { ...bars, maxRecordBytes: 1000, chunkBytes: 64 * 1024 });
    expect(rejects).toEqual([expect.objectContaining({ code: 'record_too_long', raw: 'a'.repeat(1000) })]);
    expect(records).toHaveLength(1);
  });
});
