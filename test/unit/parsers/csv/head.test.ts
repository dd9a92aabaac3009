import { describe, expect, test } from 'vitest';
import { DEFAULT_DIALECT } from '../../../../src/parsers/csv/dialect.js';
import { parseHead, type CsvHead, type HeadOptions } from '../../../../src/parsers/csv/head.js';

const dialect = { ...DEFAULT_DIALECT, nulls: ['NULL'], maxRecordBytes: 100 };
const options: HeadOptions = { source: 'x.csv', dialect };

/** The head of a text, which must be the same however many of its first bytes are there. */
function headOf(text: string | Buffer, over: Partial<HeadOptions> = {}): CsvHead | null {
  const bytes = Buffer.from(text as string);
  const whole = parseHead(bytes, true, { ...options, ...over });
  for (let length = 0; length < bytes.length; length++) {
    const early = parseHead(bytes.subarray(0, length), false, { ...options, ...over });
    if (early !== null) expect(early).toEqual(whole);
  }
  return whole;
}

describe('a header', () => {
  test.each([
    ['a,b\n1,2\n', ['a', 'b'], 4, 2],
    ['a,b\r\n1,2\n', ['a', 'b'], 5, 2],
    ['a,b', ['a', 'b'], 3, 1],
    ['\ufeffa,b\n', ['a', 'b'], 7, 2],
    ['\ufeff"a",b\n', ['a', 'b'], 9, 2],
    ['\n\r\n\na,b\n', ['a', 'b'], 8, 5],
    ['"a\nb","say ""x"""\n1,2\n', ['a\nb', 'say "x"'], 18, 3],
    [',"",NULL\n', ['', '', 'NULL'], 9, 2],
    ['"a\r\nb",c\n', ['a\r\nb', 'c'], 9, 3],
    ['naïve,名前\n', ['naïve', '名前'], 14, 2],
  ])('%j', (text, names, byteLength, nextLine) => {
    expect(headOf(text)).toMatchObject({ names, width: names.length, byteLength, nextLine });
  });

  test.each(['a,b\r1,2\r3,4\r', 'a\rb,c\n'])('with a carriage return for a line end is refused: %j', (text) => {
    expect(() => parseHead(Buffer.from(text), true, options)).toThrow('holds a carriage return');
  });

  test('keeps its bytes without the line end', () => {
    expect(headOf('\ufeff"a ""b""",c\r\n1,2\n')?.raw?.toString()).toBe('"a ""b""",c');
  });

  test('keeps them when the memory that they came from is used again', () => {
    const bytes = Buffer.from('a,b\n1,2\n');
    const head = parseHead(bytes, true, options);
    bytes.fill(0);
    expect(head?.raw?.toString()).toBe('a,b');
  });

  test('with another delimiter and without quotes', () => {
    const tabs = { ...dialect, delimiter: '\t', quote: '', escape: '' };
    expect(headOf('"a\tb"\n', { dialect: tabs })?.names).toEqual(['"a', 'b"']);
  });
});

describe('without a header', () => {
  test.each([
    ['1,2,3\n', 3, 0, 1],
    ['\ufeff\n1,"2\n,",3\n', 3, 4, 2],
    ['1', 1, 0, 1],
  ])('%j: the width of the first record, which is not taken', (text, width, byteLength, nextLine) => {
    expect(headOf(text, { dialect: { ...dialect, headerLines: 0 } })).toEqual({
      names: null,
      raw: null,
      width,
      byteLength,
      nextLine,
    });
  });
});

describe('what is no head', () => {
  test.each<[string, string | Buffer, string, RegExp]>([
    ['nothing', '', 'SOURCE_EMPTY', /^x\.csv is empty/],
    ['blank lines', '\r\n\n', 'SOURCE_EMPTY', /is empty/],
    ['text after a quote', '"a"b,c\n', 'HEADER_INVALID', /has text after a closing quote/],
    ['an open quote', '"a,b\n1,2\n', 'HEADER_INVALID', /a quote in it is never closed/],
    ['a name twice', 'a,b,a\n', 'HEADER_INVALID', /names "a" twice \(columns 1 and 3\)/],
    ['other bytes', Buffer.from('caf\xe9\n', 'latin1'), 'SOURCE_UNREADABLE', /not UTF-8/],
    ['other bytes to the end', Buffer.from('caf\xe9', 'latin1'), 'SOURCE_UNREADABLE', /not UTF-8/],
    ['NUL', Buffer.from('a\0b\n'), 'SOURCE_UNREADABLE', /NUL byte/],
  ])('%s', (_, text, code, message) => {
    expect(() => parseHead(Buffer.from(text as string), true, options)).toThrow(
      expect.objectContaining({ code, message: expect.stringMatching(message) as string }),
    );
  });

  test('a first line longer than a record may be', () => {
    expect(parseHead(Buffer.alloc(100, 'x'), false, options)).toBe(null);
    expect(() => parseHead(Buffer.alloc(101, 'x'), false, options)).toThrow(/does not end within 100 bytes/);
  });

  test('other bytes in later lines are a matter for rejects', () => {
    expect(headOf(Buffer.from('a,b\ncaf\xe9,\0\n', 'latin1'))?.names).toEqual(['a', 'b']);
  });

  test('several names that are empty are no name twice', () => {
    expect(headOf(',,\n')?.width).toBe(3);
  });
});

describe('lines before the header', () => {
  test.each([
    ['Title\n\na,b\n1,2\n', { skipLines: 2 }, ['a', 'b'], 11, 4, 'Title\n\na,b'],
    ['\ufeff"Title\r\na,b\r\n1,2\r\n', { skipLines: 1 }, ['a', 'b'], 16, 3, '"Title\r\na,b'],
    ['# one\n# "two\n\na,b\n# three\n', { comment: '#' }, ['a', 'b'], 18, 5, 'a,b'],
    ['Title\n# x\na,b\n', { skipLines: 1, comment: '#' }, ['a', 'b'], 14, 4, 'Title\n# x\na,b'],
    ['Title\ra,b\r1,2\r', { skipLines: 1, lineEnd: 'cr' as const }, ['a', 'b'], 10, 3, 'Title\ra,b'],
  ])('%j with %j', (text, over, ...[names, byteLength, nextLine, raw]) => {
    const head = headOf(text, { dialect: { ...dialect, ...over } });
    expect(head).toMatchObject({ names, byteLength, nextLine });
    expect(head?.raw?.toString()).toBe(raw);
  });

  test('without a header, what is skipped is what a file of rejects begins with', () => {
    const head = headOf('Title\n1,2\n', { dialect: { ...dialect, skipLines: 1, headerLines: 0 } });
    expect(head).toMatchObject({ names: null, width: 2, byteLength: 6, nextLine: 2 });
    expect(head?.raw?.toString()).toBe('Title');
  });

  test('more lines to skip than there are', () => {
    const over = { dialect: { ...dialect, skipLines: 3 } };
    expect(() => headOf('a\nb\n', over)).toThrow(expect.objectContaining({ code: 'SOURCE_EMPTY' }));
  });

  test('that go on and on are given up', () => {
    const over = { ...options, dialect: { ...dialect, skipLines: 1_000_000 } };
    expect(() => parseHead(Buffer.alloc(101, '\n'), false, over)).toThrow(/does not end within 100 bytes/);
  });
});

describe('a header of several lines', () => {
  test.each([
    ['2023,,2024\na,b,c\n1,2,3\n', 2, ['2023 a', 'b', '2024 c'], 3],
    ['a,b\n\nc,d\ne,f\n', 3, ['a c e', 'b d f'], 5],
    ['a\nb,c\n', 2, ['a b', 'c'], 3],
  ])('%j', (text, headerLines, names, nextLine) => {
    expect(headOf(text, { dialect: { ...dialect, headerLines } })).toMatchObject({
      names,
      width: names.length,
      nextLine,
    });
  });

  test('keeps all of its bytes', () => {
    expect(headOf('a,b\r\nc,d\r\n1,2\r\n', { dialect: { ...dialect, headerLines: 2 } })?.raw?.toString()).toBe(
      'a,b\r\nc,d',
    );
  });

  test.each([
    ['a,b', 2, 0, '1 record'],
    ['a,b\n\n1,2\n', 5, 0, '2 records'],
    ['Title\na,b\n', 2, 1, '1 record'],
  ])('%j ends before a header of %d lines', (text, headerLines, skipLines, records) => {
    const head = (): unknown => headOf(text, { dialect: { ...dialect, skipLines, headerLines } });
    const message = `x.csv ends before its header: it has ${records}, and --header asks for ${headerLines}.`;
    expect(head).toThrow(expect.objectContaining({ code: 'HEADER_INVALID', message }));
  });
});

describe('what csv-parse reads', () => {
  test.each([
    ['a||"b||c"\n1||2\n', { delimiter: '||' }, ['a', 'b||c'], 10],
    ['naïve§名前\n', { delimiter: '§' }, ['naïve', '名前'], 15],
    ['"a^"b"||"c"', { delimiter: '||', escape: '^' }, ['a"b', 'c'], 11],
    ['a,b\r1,2\r', { lineEnd: 'cr' as const }, ['a', 'b'], 4],
  ])('%j with %j', (text, over, names, byteLength) => {
    expect(headOf(text, { dialect: { ...dialect, ...over } })).toMatchObject({ names, byteLength });
  });

  test.each([
    ['"a"b||c\n', /has text after a closing quote/],
    ['"a||b\n1||2\n', /a quote in it is never closed/],
  ])('%j is malformed', (text, message) => {
    expect(() => headOf(text, { dialect: { ...dialect, delimiter: '||' } })).toThrow(message);
  });
});

describe('a dialect that contradicts itself', () => {
  test.each([
    [{ delimiter: '"' }],
    [{ delimiter: '"|' }],
    [{ delimiter: 'a\nb' }],
    [{ escape: ',' }],
    [{ escape: '' }],
    [{ escape: '""' }],
    [{ quote: "''", escape: "''" }],
    [{ delimiter: '-'.repeat(17) }],
  ])('%j is refused', (over) => {
    expect(() => headOf('a,b\n', { dialect: { ...dialect, ...over } })).toThrow(
      expect.objectContaining({ code: 'USAGE' }),
    );
  });
});
