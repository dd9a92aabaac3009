import { describe, expect, test } from 'vitest';
import { resolveInspectPlan, type InspectFlags } from '../../../src/config/inspect-plan.js';

/** `inspect` has no flags that concern more than reading, but for two. */
const reading = (flags: InspectFlags = {}) => resolveInspectPlan(['x'], flags).reading;

describe('a dialect', () => {
  test.each([
    ['\t', '\t'],
    ['\\t', '\t'],
    ['tab', '\t'],
    ['space', ' '],
    ['none', ''],
    [';', ';'],
    ['||', '||'],
    ['¦', '¦'],
  ])('--delimiter %j', (text, delimiter) => expect(reading({ delimiter: text }).csv.delimiter).toBe(delimiter));

  test.each([
    ["'", "'"],
    ['none', ''],
    ['``', '``'],
  ])('--quote %j', (text, quote) => expect(reading({ quote: text }).csv.quote).toBe(quote));

  test.each<[InspectFlags, string]>([
    [{ escape: '\\' }, '\\'],
    [{ escape: 'backslash' }, '\\'],
    [{ escape: 'quote' }, '"'],
    [{ escape: 'quote', quote: "'" }, "'"],
    [{ escape: '^' }, '^'],
  ])('%j', (flags, escape) => expect(reading(flags).csv.escape).toBe(escape));

  test.each([
    ['#', '#'],
    ['//', '//'],
    ['none', ''],
  ])('--comment %j', (text, comment) => expect(reading({ comment: text }).csv.comment).toBe(comment));

  test.each<[InspectFlags['header'], number]>([
    [true, 1],
    [false, 0],
    ['none', 0],
    ['0', 0],
    ['2', 2],
    ['99', 99],
  ])('--header %j', (value, lines) => expect(reading({ header: value }).csv.headerLines).toBe(lines));

  test.each([
    ['0', 0],
    ['1000000', 1_000_000],
  ])('--skip-lines %j', (text, lines) => expect(reading({ skipLines: text }).csv.skipLines).toBe(lines));

  test('--null, --trim, --ragged and --line-end', () => {
    expect(reading({ null: ['NULL', 'né', ''], trim: true, ragged: 'pad', lineEnd: 'cr' }).csv).toMatchObject({
      lineEnd: 'cr',
      nulls: ['NULL', 'né', ''],
      trim: true,
      ragged: 'pad',
    });
  });
});

describe('everything else', () => {
  test.each([
    ['1', 1],
    ['64k', 65_536],
    ['16MB', 16_777_216],
    ['16 MiB', 16_777_216],
    ['500b', 500],
    ['1g', 1_073_741_824],
  ])('--max-record-bytes %j', (text, bytes) => expect(reading({ maxRecordBytes: text }).maxRecordBytes).toBe(bytes));

  test.each([
    ['1', 1],
    ['64', 64],
  ])('--jobs %j', (text, jobs) => expect(reading({ jobs: text }).jobs).toBe(jobs));

  test.each(['windows-1252', 'utf-16le', 'Shift_JIS', 'ISO_8859-1:1987', 'latin1 (any)'])('--encoding %j', (name) =>
    expect(reading({ encoding: name }).encoding).toBe(name),
  );

  test.each([
    [',', 0x2c],
    ['.', 0x2e],
    ["'", 0x27],
    ['space', 0x20],
  ])('--thousands %j', (text, byte) => {
    const decimal = text === '.' ? ',' : '.';
    expect(reading({ decimal, thousands: text }).spelling.thousands).toBe(byte);
  });

  test('--json-comments', () => expect(reading({ jsonComments: true }).json.comments).toBe(true));

  test('JSON', () => {
    const { format, json } = reading({ format: 'json', select: 'data.*.items', flatten: true, maxDepth: '3' });
    expect([format, json]).toEqual(['json', { select: 'data.*.items', flatten: true, comments: false, maxDepth: 3 }]);
  });

  test('of the command itself', () => {
    const { table, sample } = resolveInspectPlan(['a', 'b'], { table: 'Sales.T', sample: '100' });
    expect([table, sample]).toEqual([{ schema: 'sales', name: 't' }, 100]);
  });
});

describe('wrong values name the flag, what it takes and what it was given', () => {
  test.each<[InspectFlags, RegExp]>([
    [{ delimiter: '\n' }, /^--delimiter: takes characters that are no line end.*"\\n" is none/],
    [{ delimiter: ';\r' }, /--delimiter/],
    [{ delimiter: '' }, /^--delimiter: takes .*"" is none/],
    [{ quote: '' }, /^--quote: takes .*or none/],
    [{ quote: '\r' }, /^--quote: takes characters/],
    [{ comment: '#\n' }, /^--comment: takes characters/],
    [{ escape: '' }, /^--escape: takes one character/],
    [{ escape: '\\\\' }, /--escape/],
    [{ escape: '\n' }, /--escape/],
    [{ header: '100' }, /^--header: takes how many lines .*"100" is none/],
    [{ header: '-1' }, /--header/],
    [{ header: '1.5' }, /--header/],
    [{ header: '' }, /--header/],
    [{ skipLines: '1e3' }, /^--skip-lines: takes a whole number from 0 to 1000000; "1e3" is none/],
    [{ skipLines: '1000001' }, /--skip-lines/],
    [{ jobs: '0' }, /^--jobs: takes a whole number from 1 to 64/],
    [{ jobs: '65' }, /--jobs/],
    [{ jobs: ' 2' }, /--jobs/],
    [{ maxDepth: '0' }, /^--max-depth: takes/],
    [{ sample: '0' }, /^--sample: takes/],
    [{ maxRecordBytes: '0' }, /^--max-record-bytes: takes a number of bytes/],
    [{ maxRecordBytes: '1025m' }, /--max-record-bytes/],
    [{ maxRecordBytes: '1x' }, /--max-record-bytes/],
    [{ encoding: '' }, /^--encoding: takes the name of an encoding/],
    [{ encoding: 'a\u001b' }, /--encoding/],
    [{ decimal: '' }, /^--decimal: takes one character/],
    [{ decimal: '1' }, /--decimal/],
    [{ decimal: '-' }, /--decimal/],
    [{ decimal: '··' }, /--decimal/],
    [{ thousands: '\u2009' }, /--thousands/],
    [{ select: '' }, /^--select: /],
    [{ ragged: 'drop' as 'pad' }, /^--ragged: .*"reject"\|"pad"\|"truncate"/],
    [{ format: 'xml' as 'csv' }, /^--format: .*"csv"\|"ndjson"\|"json"/],
    [{ dateOrder: 'myd' as 'dmy' }, /^--date-order: /],
    [{ badBytes: 'keep' as 'strip' }, /^--bad-bytes: /],
  ])('%j', (flags, message) => {
    expect(() => reading(flags)).toThrow(
      expect.objectContaining({ code: 'USAGE', exitCode: 2, message: expect.stringMatching(message) as string }),
    );
  });

  test('and the hint names the command', () => {
    expect(() => reading({ jobs: 'many' })).toThrow(
      expect.objectContaining({ hint: 'sluice inspect --help lists the flags and what they take.' }),
    );
  });
});

describe('flags that contradict each other', () => {
  test.each<[InspectFlags, string]>([
    [{ delimiter: ';', quote: ';' }, '--delimiter and --quote are the same.'],
    [{ delimiter: '\\t', quote: '\t' }, '--delimiter and --quote are the same.'],
    [{ decimal: ',', thousands: ',' }, '--decimal and --thousands are the same.'],
    [{ thousands: '.' }, '--decimal and --thousands are the same.'],
  ])('%j', (flags, message) => {
    expect(() => reading(flags)).toThrow(expect.objectContaining({ code: 'USAGE', message }));
  });

  test.each<InspectFlags>([
    { decimal: ',', thousands: '.' },
    { thousands: ',' },
    { quote: 'none' },
    { delimiter: 'none', quote: 'none' },
  ])('%j do not', (flags) => expect(() => reading(flags)).not.toThrow());
});
