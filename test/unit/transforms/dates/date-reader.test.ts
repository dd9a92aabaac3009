import fc from 'fast-check';
import { DateTime } from 'luxon';
import { describe, expect, test } from 'vitest';
import { dateFormatFacts } from '../../../../src/schema/transform/date-format.js';
import { DateReader, type DateChange } from '../../../../src/transforms/dates/date-reader.js';

const reader = (formats: string[], timezone: string | null = null, ambiguous: DateChange['ambiguous'] = 'reject') =>
  new DateReader({ kind: 'date', formats, timezone, ambiguous });

const read = (text: string, ...args: Parameters<typeof reader>) => {
  const outcome = reader(...args).read(text);
  return outcome.text ?? outcome.fault;
};

describe('formats', () => {
  test.each<[string, string, string]>([
    ['dd/MM/yyyy', '29/02/2024', '2024-02-29'],
    ['dd/MM/yyyy', '29/02/2023', 'invalid'],
    ['dd/MM/yyyy', '2024-02-29', 'invalid'],
    ['d.M.yy', '1.2.69', '1969-02-01'],
    ['d MMM yyyy', '5 Jan 2024', '2024-01-05'],
    ["yyyy-MM-dd'T'HH:mm:ss.SSS", '2024-01-05T10:11:12.120', '2024-01-05 10:11:12.120'],
    ['yyyy-MM-dd HH:mm:ss.u', '2024-01-05 10:11:12.123456', '2024-01-05 10:11:12.123456'],
    ['dd.MM.yyyy HH:mm:ss,u', '05.01.2024 10:11:12,5', '2024-01-05 10:11:12.5'],
    ['M/d/yyyy h:mm a', '1/5/2024 12:05 AM', '2024-01-05 00:05:00'],
    ['HH:mm', '23:05', '23:05:00'],
    ['yyyy-MM-dd HH:mm ZZ', '2024-01-05 10:11 -03:30', '2024-01-05 10:11:00-03:30'],
    ['yyyy-MM-dd HH:mm z', '2024-07-05 10:11 Europe/Paris', '2024-07-05 10:11:00+02:00'],
    ['yyyy-MM-dd ZZZ', '2024-07-05 +0200', '2024-07-05 00:00:00+02:00'],
    ['yyyy', '0000', 'invalid'],
  ])('%s: %s', (format, text, wanted) => {
    expect(read(text, [format])).toBe(wanted);
  });

  test('several are tried in turn; none is ISO 8601', () => {
    expect(read('5.1.2024', ['yyyy-MM-dd', 'd.M.yyyy'])).toBe('2024-01-05');
    expect(read('2024-01-05T10:11:12.123456789z', [])).toBe('2024-01-05 10:11:12.123456789+00:00');
    expect(read('2024-02-30', [])).toBe('invalid');
    expect(read('2024-01-05', [], 'Europe/Paris')).toBe('2024-01-05');
  });

  test('what Luxon writes is read again', () => {
    const formats = fc.constantFrom(
      'dd/MM/yyyy HH:mm:ss',
      "yyyyMMdd'T'HHmmss",
      'd LLLL yyyy h:mm:ss a',
      'o/yyyy HH:mm:ss',
      "kkkk-'W'WW-c HH:mm:ss",
    );
    const instants = fc.integer({ min: Date.UTC(1583, 0), max: Date.UTC(9998, 0) }).map((ms) => ms - (ms % 1000));
    fc.assert(
      fc.property(formats, instants, (format, ms) => {
        const date = DateTime.fromMillis(ms, { zone: 'utc', locale: 'en-US' });
        expect(read(date.toFormat(format), [format])).toBe(date.toFormat('yyyy-MM-dd HH:mm:ss'));
      }),
    );
  });

  test.each<[string, string]>([
    ['YYYY-MM-DD', 'YYYY is no token of Luxon that can be read; did you mean yyyy?'],
    [
      'yyyy-MM-ddTHH:mm',
      "T is no token of Luxon that can be read; letters that stand for themselves go in quotes: 'T'",
    ],
    ['H a', 'a (AM, PM) goes with h, not with H'],
    ['kkkk-MM', 'weeks of a year (k, W) do not go with y, M or d'],
    ["'x'", 'it reads neither a date nor a time'],
  ])('%s is none', (format, wrong) => {
    expect(dateFormatFacts(format)).toBe(wrong);
  });
});

describe('local times', () => {
  test.each<[string, string, string, string, string]>([
    ['Europe/Berlin', '2024-10-27 02:30', 'ambiguous', '2024-10-27 02:30:00+02:00', '2024-10-27 02:30:00+01:00'],
    ['Europe/Berlin', '2024-03-31 02:30', 'missing', '2024-03-31 01:30:00+01:00', '2024-03-31 03:30:00+02:00'],
    ['America/New_York', '2024-11-03 01:00', 'ambiguous', '2024-11-03 01:00:00-04:00', '2024-11-03 01:00:00-05:00'],
    ['Australia/Lord_Howe', '2024-04-07 01:45', 'ambiguous', '2024-04-07 01:45:00+11:00', '2024-04-07 01:45:00+10:30'],
    ['Pacific/Apia', '2011-12-30 12:00', 'missing', '2011-12-29 12:00:00-10:00', '2011-12-31 12:00:00+14:00'],
    [
      'Asia/Kathmandu',
      '2024-01-01 00:00',
      '2024-01-01 00:00:00+05:45',
      '2024-01-01 00:00:00+05:45',
      '2024-01-01 00:00:00+05:45',
    ],
  ])('%s %s', (zone, text, ...wanted) => {
    expect((['reject', 'earlier', 'later'] as const).map((which) => read(text, [], zone, which))).toEqual(wanted);
  });

  test('later is what Luxon does with times that are missing', () => {
    for (const text of ['2024-03-31T02:00', '2024-03-31T02:59:59']) {
      const wanted = DateTime.fromISO(text, { zone: 'Europe/Berlin' });
      expect(Date.parse(read(text, [], 'Europe/Berlin', 'later'))).toBe(wanted.toMillis());
    }
  });
});

describe('a day in a zone, where a time is due', () => {
  test.each([
    ['Europe/Paris', '2024-07-01', '2024-07-01 00:00:00+02:00'],
    ['America/Sao_Paulo', '2018-11-04', '2018-11-04 01:00:00-02:00'],
    ['America/Havana', '2024-11-03', '2024-11-03 00:00:00-04:00'],
    ['Pacific/Apia', '2011-12-30', '2011-12-31 00:00:00+14:00'],
  ])('%s %s', (timezone, day, begins) => {
    const change = { kind: 'date', formats: ['yyyy-MM-dd'], timezone, ambiguous: 'reject' } as const;
    expect(new DateReader(change, true).read(day).text).toBe(begins);
    expect(new DateReader(change).read(day).text).toBe(day);
  });
});
