import { describe, expect, test } from 'vitest';
import { NO_QUOTE } from '../../../../src/parsers/csv/dialect.js';
import { parseHead, type CsvHead, type HeadOptions } from '../../../../src/parsers/csv/head.js';

const dialect = { delimiter: 0x2c, quote: 0x22, nulls: [Buffer.from('NULL')], maxRecordBytes: 100 };
const options: HeadOptions = { source: 'x.csv', dialect, hasHeader: true };

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
    ['a,b', ['a', 'b'], 3, 2],
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
    const tabs = { ...dialect, delimiter: 9, quote: NO_QUOTE };
    expect(headOf('"a\tb"\n', { dialect: tabs })?.names).toEqual(['"a', 'b"']);
  });
});

describe('without a header', () => {
  test.each([
    ['1,2,3\n', 3, 0, 1],
    ['\ufeff\n1,"2\n,",3\n', 3, 4, 2],
    ['1', 1, 0, 1],
  ])('%j: the width of the first record, which is not taken', (text, width, byteLength, nextLine) => {
    expect(headOf(text, { hasHeader: false })).toEqual({ names: null, raw: null, width, byteLength, nextLine });
  });
});

describe('what is no head', () => {
  test.each<[string, string | Buffer, string, RegExp]>([
    ['nothing', '', 'SOURCE_EMPTY', /^x\.csv is empty/],
    ['blank lines', '\r\n\n', 'SOURCE_EMPTY', /is empty/],
    ['text after a quote', '"a"b,c\n', 'HEADER_INVALID', /has text after a closing quote/],
    ['an open quote', '"a,b\n1,2\n', 'HEADER_INVALID', /a quote in it is never closed/],
    ['a name twice', 'a,b,a\n', 'HEADER_INVALID', /names "a" twice \(columns 1 and 3\)/],
    ['gzip', Buffer.from('1f8b0800', 'hex'), 'SOURCE_UNREADABLE', /gzip/],
    ['zstd', Buffer.from('28b52ffd00', 'hex'), 'SOURCE_UNREADABLE', /zstd/],
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
